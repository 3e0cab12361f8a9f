import { expect, test } from 'vitest'
import { noteTable } from '../testing/notes.ts'
import { cursorsOf } from './cursor.ts'

const cursors = cursorsOf(noteTable)
const id = '01980000-0000-7000-8000-000000000000'
const query = { sort: [{ field: 'rank', direction: 'asc' as const }], limit: 20 }

test.each([3, -2_147_483_648, null])('the rank %s of a row is read back from its cursor', (rank) => {
  expect(cursors.decode(cursors.encode({ id, rank }, query), query)).toEqual({ id, values: { rank } })
})

test.each([1e300, 1.5, 2_147_483_648, '3', {}])('a forged cursor is refused: no rank is %j', (rank) => {
  expect(() => cursors.decode(cursors.encode({ id, rank }, query), query)).toThrow(
    'is not a cursor of this query',
  )
})
