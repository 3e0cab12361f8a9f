import { expect, test } from 'vitest'
import { daysLeft } from './retention.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')

test.each([
  ['2026-11-21T12:00:00Z', 30],
  ['2026-11-21T11:00:00Z', 30],
  ['2026-11-20T11:00:00Z', 29],
  ['2026-10-22T13:00:00Z', 1],
  ['2026-10-01T12:00:00Z', 1],
])('a task deleted at %s has %i days left', (deletedAt, days) => {
  expect(daysLeft(deletedAt, NOW)).toBe(days)
})
