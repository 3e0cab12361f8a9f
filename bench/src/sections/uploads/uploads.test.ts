import { expect, test } from 'vitest'
import { type MeasuredUploads, uploadSection } from './uploads.ts'

const measured: MeasuredUploads = { before: 150, peak: 200, after: 180, seconds: 20, cpu: 10, wrong: [] }

function cells(changes: Partial<MeasuredUploads>): Record<string, unknown> {
  const { rows, invalid } = uploadSection(100, { ...measured, ...changes })
  return { ...Object.fromEntries(rows.map(([what, ...rest]) => [what, rest])), invalid }
}

test('the rate is that of all files together', () => {
  expect(cells({})).toMatchObject({
    'MB/s, all together': ['100', '', ''],
    'CPU ms for each MB': ['5.00', '', ''],
    invalid: false,
  })
})

test('the target is missed when one file more than before may have been in memory', () => {
  expect(cells({})['MiB more at the peak']).toEqual(['50.0', '< 95, one file', 'yes'])
  expect(cells({ peak: 245 })['MiB more at the peak']).toEqual([
    '95.0',
    '< 95, one file',
    '**no** (< 95, one file)',
  ])
})

test('a wrong answer makes the figures invalid', () => {
  expect(cells({ wrong: ['an upload was answered with 413'] }).invalid).toBe(true)
})
