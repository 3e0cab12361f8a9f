import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createDb } from '../create-db.ts'
import { createTestDb, createTestUser, type TestDatabase, testEngine } from '../testing/testing.ts'

let db: TestDatabase
let userId: string
beforeAll(async () => {
  db = await createTestDb()
})
afterAll(() => db.close())
beforeEach(async () => {
  userId = (await createTestUser(db.client)).id
})

function createTask(
  data: { dueAt?: Date | null; tags?: string[]; title?: string; description?: string } = {},
) {
  return db.client.task.create({ data: { userId, id: randomUUID(), title: 'a task', ...data } })
}

const texts = [
  '"quoted" and \'single\'',
  'back\\slash \\" \\\\',
  '{a,b}',
  'NULL',
  'null',
  '',
  ' padded ',
  'line\nbreak\ttab\r\n',
  'ünïcödé 日本語 🧑‍🚀 \u{10ffff}',
  '$1 ; -- ? %s',
]

test('text comes back with every character, from columns and arrays', async () => {
  const description = texts.join('|')
  const task = await createTask({ tags: texts, description })
  expect(task).toMatchObject({ tags: texts, description })
  expect(await db.client.task.findMany({ where: { userId, tags: { hasEvery: texts } } })).toEqual([task])
  expect(await db.client.task.findMany({ where: { userId, tags: { has: 'NUL' } } })).toEqual([])
  const emptied = await db.client.task.update({
    where: { userId_id: { userId, id: task.id } },
    data: { tags: [] },
  })
  expect(emptied.tags).toEqual([])
})

describe.each(['UTC', 'America/New_York', 'Asia/Kathmandu'])('with TZ=%s', (zone) => {
  beforeAll(() => {
    vi.stubEnv('TZ', zone)
  })
  afterAll(() => {
    vi.unstubAllEnvs()
  })

  test.each([
    '2026-11-21T08:09:10.001Z',
    '2026-11-21T08:09:10.999Z',
    '2026-03-08T07:30:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
  ])('%s comes back to the millisecond', async (instant) => {
    const dueAt = new Date(instant)
    const task = await createTask({ dueAt })
    expect(task.dueAt?.toISOString()).toBe(instant)
    expect(await db.client.task.findMany({ where: { userId, dueAt } })).toEqual([task])
    const [row] = await db.client.$queryRaw<[{ at: string; raw: Date }]>`
      SELECT to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, due_at AS raw FROM tasks
      WHERE user_id = ${userId}::uuid`
    expect(row.at).toBe(instant)
    expect(row.raw).toEqual(dueAt)
  })

  test("the database's clock agrees with this process's", async () => {
    const { createdAt } = await createTask()
    // A mistaken zone is a quarter of an hour off at least.
    expect(Math.abs(createdAt.getTime() - Date.now())).toBeLessThan(60_000)
  })
})

test.runIf(testEngine === 'postgresql')('settings of the database do not change what is read', async () => {
  const dueAt = new Date('2026-07-01T12:00:00.000Z')
  const { id } = await createTask({ dueAt })
  const name = db.location.split('/')[1]
  await db.client.$executeRawUnsafe(`ALTER DATABASE ${name} SET timezone TO 'Asia/Kathmandu'`)
  await db.client.$executeRawUnsafe(`ALTER DATABASE ${name} SET datestyle TO 'SQL, DMY'`)
  const other = await createDb(`${db.url}?options=-c%20statement_timeout%3D1234`)
  onTestFinished(() => other.close())
  const task = await other.client.task.findUniqueOrThrow({ where: { userId_id: { userId, id } } })
  expect(task.dueAt).toEqual(dueAt)
  // Options in the URL still count.
  expect(await other.client.$queryRaw`SHOW statement_timeout`).toEqual([{ statement_timeout: '1234ms' }])
})

test('the session reads and writes times in UTC', async () => {
  expect(await db.client.$queryRaw`SELECT current_setting('TimeZone') AS zone`).toEqual([{ zone: 'UTC' }])
})

test('bytes, numbers, lists and enums come back as they were written', async () => {
  const hash = new Uint8Array(256).map((_, i) => i)
  const expiresAt = new Date('2027-01-01T00:00:00.000Z')
  const session = await db.client.session.create({ data: { id: randomUUID(), userId, expiresAt } })
  await db.client.refreshToken.create({ data: { hash, sessionId: session.id } })
  const token = await db.client.refreshToken.findUniqueOrThrow({ where: { hash } })
  expect(new Uint8Array(token.hash)).toEqual(hash)

  const [row] = await db.client.$queryRaw<[Record<string, unknown>]>`
    SELECT 2147483647 AS int, 9007199254740993 AS big, 1.5::float8 AS float, true AS bool, '{"a":[1]}'::jsonb AS json,
      ARRAY[1, 2] AS ints, NULL::text AS nothing, 'urgent'::"TaskPriority" AS enum`
  expect(row).toEqual({
    int: 2147483647,
    big: 9007199254740993n,
    float: 1.5,
    bool: true,
    json: { a: [1] },
    ints: [1, 2],
    nothing: null,
    enum: 'urgent',
  })
})

test('priority sorts by urgency, not by name', async () => {
  const priorities = ['low', 'urgent', 'none', 'high', 'medium'] as const
  await db.client.task.createMany({
    data: priorities.map((priority) => ({ userId, id: randomUUID(), title: priority, priority })),
  })
  const sorted = await db.client.task.findMany({ where: { userId }, orderBy: { priority: 'asc' } })
  expect(sorted.map(({ priority }) => priority)).toEqual(['none', 'low', 'medium', 'high', 'urgent'])
})

test('a search ignores case in any alphabet', async () => {
  await createTask({ title: 'Éclair für ŞÜKRÜ' })
  const where = { userId, title: { contains: 'éCLAIR FÜR şükrü', mode: 'insensitive' as const } }
  expect(await db.client.task.count({ where })).toBe(1)
})
