import { describe, expect, test } from 'vitest'
import { problemWith, spansOf } from './line.ts'

const preview = (title: string) => ({
  task: null,
  draft: { title, priority: 'none' as const, tags: [], dueAt: null, projectId: null },
  recognised: [],
})

describe('a line cannot become a task', () => {
  test.each([
    ['without words beside tags and priorities', '#home !high', undefined],
    ['when all its words are a date', 'tomorrow', preview('')],
    ['with a title of 256 characters', 'x'.repeat(256), undefined],
    ['with a title of 256 characters beside a date', `${'x'.repeat(256)} tomorrow`, preview('x'.repeat(256))],
    ['of 501 characters', `${'x'.repeat(250)} #${'y'.repeat(249)}`, preview('x'.repeat(250))],
  ])('%s', (_, text, result) => {
    expect(problemWith(text, result)).toBeTypeOf('string')
  })
})

describe('a line can become a task', () => {
  test.each([
    ['with a title of 255 characters', 'x'.repeat(255), undefined],
    ['with 255 emoji, which are 510 code units', '🐴'.repeat(255), undefined],
    ['with 290 characters of which the tags take enough', `${'x'.repeat(250)} #${'y'.repeat(38)}`, undefined],
    [
      'when the preview shows that a date takes enough',
      `${'x'.repeat(250)} tomorrow`,
      preview('x'.repeat(250)),
    ],
  ])('%s', (_, text, result) => {
    expect(problemWith(text, result)).toBeUndefined()
  })
})

test('rejected parts are found again after an edit, and forgotten when they are gone', () => {
  expect(spansOf('Watch Tomorrow', ['Tomorrow', 'today'])).toEqual([{ start: 6, end: 14 }])
})
