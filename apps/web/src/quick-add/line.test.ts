import { describe, expect, test } from 'vitest'
import { asWords, problemWith, spansAfter } from './line.ts'

const preview = (title: string) => ({ draft: asWords(title, {}), recognised: [] })

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

describe('a rejected part', () => {
  const text = 'Friday call, see Bob Friday'
  const spans = [
    { start: 0, end: 6 },
    { start: 21, end: 27 },
  ]
  const partsAfter = (edited: string) =>
    spansAfter(edited, { text, spans }).map(({ start, end }) => `${start} ${edited.slice(start, end)}`)

  test.each([
    ['stays where the line goes on', 'Friday call, see Bob Friday at 5', ['0 Friday', '21 Friday']],
    ['moves with what is typed before it', 'Friday call, go and see Bob Friday', ['0 Friday', '28 Friday']],
    ['moves back with what is removed before it', 'Friday call Friday', ['0 Friday', '12 Friday']],
    ['is forgotten when it is edited', 'Frday call, see Bob Friday', ['20 Friday']],
    ['is forgotten when it is gone', 'Friday call, see Bob', ['0 Friday']],
    ['is forgotten with the line', 'x', []],
  ])('%s', (_, edited, parts) => {
    expect(partsAfter(edited)).toEqual(parts)
  })
})
