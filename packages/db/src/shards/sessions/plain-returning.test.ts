import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { database } from '../../create-db.ts'
import { openTestMemory } from '../../testing/test-memory.ts'
import { createTestUser } from '../../testing/testing.ts'
import { aroundQueries } from './around-answers.ts'
import { withoutCasts } from './plain-returning.ts'

test('Prisma reads enums that its create, update and delete return without a cast, in a transaction too', async () => {
  const connection = await openTestMemory()
  const sent: unknown[] = []
  aroundQueries(connection.pool, (_client, query) => (config, ...others) => {
    sent.push(config)
    return query(config, ...others)
  })
  const { client, close } = database(connection, { isSharded: true })
  onTestFinished(close)
  const { id: userId } = await createTestUser(client)
  const data = { userId, id: randomUUID(), title: 'x', status: 'in_progress', priority: 'high' } as const
  const where = { userId_id: { userId, id: data.id } }
  expect(await client.task.create({ data })).toMatchObject(data)
  const changed = await client.$transaction((tx) => tx.task.update({ where, data: { status: 'done' } }))
  expect(changed).toMatchObject({ ...data, status: 'done' })
  expect(await client.task.delete({ where })).toMatchObject({ status: 'done', priority: 'high' })
  const returning = sent.map((config) => JSON.stringify(config).split(' RETURNING ')[1]).filter(Boolean)
  expect(returning.join()).toMatch(/status/)
  expect(returning.join()).not.toMatch(/tasks[^,]*::text/)
})

test.each([
  [
    'INSERT INTO "public"."tasks" ("status") VALUES (CAST($1::text AS "public"."TaskStatus")) RETURNING "public"."tasks"."id", "public"."tasks"."status"::text',
    'INSERT INTO "public"."tasks" ("status") VALUES (CAST($1::text AS "public"."TaskStatus")) RETURNING "public"."tasks"."id", "public"."tasks"."status"',
  ],
  [
    'DELETE FROM "public"."tasks" WHERE "public"."tasks"."status"::text = $1 RETURNING "public"."tasks"."status"::text',
    'DELETE FROM "public"."tasks" WHERE "public"."tasks"."status"::text = $1 RETURNING "public"."tasks"."status"',
  ],
])('the cast goes from what is returned, and from nowhere else: case %#', (text, plain) => {
  expect(withoutCasts(text)).toBe(plain)
})

test.each([
  'SELECT "public"."tasks"."status"::text FROM "public"."tasks"',
  'UPDATE "public"."users" SET "name" = $1 RETURNING "public"."users"."role"::text',
  'INSERT INTO "public"."tasks" ("id") VALUES ($1) RETURNING "public"."tasks"."id"::text',
])('%s stays as it is', (text) => {
  expect(withoutCasts(text)).toBe(text)
})
