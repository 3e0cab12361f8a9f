import { validate, version } from 'uuid'
import { expect, test } from 'vitest'
import { newId } from './new-id.ts'

test('ids are UUIDs of version 7 with the time, and each sorts after the one before', () => {
  const before = Date.now()
  const ids = Array.from({ length: 1_000 }, newId)
  for (const id of ids) {
    expect(validate(id), id).toBe(true)
    expect(version(id), id).toBe(7)
  }
  expect(ids.toSorted()).toEqual(ids)
  const [first = ''] = ids
  const time = Number.parseInt(first.replace('-', '').slice(0, 12), 16)
  expect(time).toBeGreaterThanOrEqual(before)
  expect(time).toBeLessThanOrEqual(Date.now())
})
