import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createTestDb } from '../../testing/testing.ts'
import { hashUser } from './hash-user.ts'

const { client, close } = await createTestDb()
afterAll(close)

test("a user's hash is that of PostgreSQL", async () => {
  const ids = [
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    ...Array.from({ length: 1_000 }, () => randomUUID()),
  ]
  const rows = await client.$queryRaw<{ hash: number }[]>`
    SELECT uuid_hash(id) AS hash FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given (id, place) ORDER BY place`
  expect(ids.map(hashUser)).toEqual(rows.map(({ hash }) => hash))
})
