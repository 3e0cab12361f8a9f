import { expect, test } from 'vitest'
import { formatBytes, formatPercent } from './bytes.ts'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1,023 bytes'],
  [1024, '1 kB'],
  [1024 ** 2 * 1.44, '1.4 MB'],
  [10 * 1024 ** 2, '10 MB'],
  [5 * 1024 ** 4, '5,120 GB'],
])('%i bytes are “%s”', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test('a part is in whole percents, and not all before it is all', () => {
  expect([0, 0.456, 0.999, 1].map(formatPercent)).toEqual(['0%', '45%', '99%', '100%'])
})
