import { expect, test } from 'vitest'
import { inOrder } from './in-order.ts'

const session = (day: number, current = false) => ({ current, lastUsedAt: `2026-11-0${day}T12:00:00.000Z` })

test('the session that was used last comes first among the others', () => {
  const { current, others } = inOrder([session(2), session(9), session(1, true), session(5)])
  expect(current).toEqual([session(1, true)])
  expect(others).toEqual([session(9), session(5), session(2)])
})
