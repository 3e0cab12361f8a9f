import { expect, test } from 'vitest'
import { lineOf } from './line-of.ts'

const URL = 'https://example.com/a?b=1'

test.each([
  [['A page', '', URL], `A page ${URL}`],
  [['', 'Read this\nby  tomorrow', ''], 'Read this by tomorrow'],
  [['A page', `A page ${URL}`, URL], `A page ${URL}`],
  [['A page', 'Look at A page', ''], 'Look at A page'],
  [['', '', URL], URL],
  [['', '', ''], ''],
])('what is shared becomes one line without repeats: %j', (parts, line) => {
  expect(lineOf(parts)).toBe(line)
})
