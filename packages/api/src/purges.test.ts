import { randomBytes } from 'node:crypto'
import { testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { purgeApiKeys } from './identity/credentials/api-key.ts'
import { purgeSessions } from './identity/sessions/session.ts'
import { purgeIdempotencyKeys } from './persistence/idempotency.ts'
import { purgeDeletedTasks } from './task/sync/purge.ts'
import { testApi } from './testing/test-api.ts'

const { db, services, clock, signIn } = await testApi()
// Sessions are revoked by the clock of the database.
clock.advance(Date.now() - clock().getTime())

const DAY = 86_400_000
const now = new Date()
const ago = (ms: number) => new Date(now.getTime() - ms)

/** What the jobs with a schedule do, all at once, and how many rows they deleted. */
const purge = async (by: typeof db, at: Date) => ({
  deletedTasks: await purgeDeletedTasks(by, at),
  idempotencyKeys: await purgeIdempotencyKeys(by, at),
  sessions: await purgeSessions(by, at),
  apiKeys: await purgeApiKeys(by, at),
})
const nothing = { deletedTasks: 0, idempotencyKeys: 0, sessions: 0, apiKeys: 0 }

/** Inserts tombstones with the revisions 1 to `count`, in SQL because there may be many. */
async function bury(userId: string, count: number, deletedAt: Date) {
  await db.$executeRaw`
    INSERT INTO deleted_tasks (user_id, id, title, status, priority, tags, version, created_at, updated_at, revision, deleted_at)
    SELECT ${userId}::uuid, gen_random_uuid(), 'x', 'todo', 'none', '{}', 1, now(), now(), n, ${deletedAt}
    FROM generate_series(1, ${count}::int) AS n`
  await db.revision.update({ where: { userId }, data: { revision: count } })
}
const left = (userId: string) => db.deletedTask.count({ where: { userId } })
const purged = async (userId: string) =>
  Number((await db.revision.findUniqueOrThrow({ where: { userId } })).purged)

describe('purge deletes', () => {
  test('tombstones older than 30 days, and records the highest purged revision of each user', async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push((await ada.api.task.create({ title: `${n}` })).id)
    const [old = '', older = '', recent = ''] = ids
    for (const id of ids) await ada.api.task.delete({ id })
    const { id: bobs } = await bob.api.task.create({ title: 'x' })
    await bob.api.task.delete({ id: bobs })
    const age = (id: string, ms: number) =>
      db.deletedTask.updateMany({ where: { id }, data: { deletedAt: ago(ms) } })
    await age(old, 30 * DAY + 1)
    await age(older, 40 * DAY)
    await age(recent, 30 * DAY)

    expect(await purge(db, now)).toEqual({ ...nothing, deletedTasks: 2 })
    expect(
      await db.deletedTask.findMany({ where: { userId: { in: [ada.id, bob.id] } }, select: { id: true } }),
    ).toEqual(expect.arrayContaining([{ id: recent }, { id: bobs }]))
    expect([await left(ada.id), await left(bob.id)]).toEqual([1, 1])
    // The purged tombstones had the revisions 4 and 5. The highest is recorded, not that of the latest deletion.
    expect([await purged(ada.id), await purged(bob.id)]).toEqual([5, 0])
    expect(await ada.api.task.changes({ since: 5 })).toMatchObject({
      changes: [{ type: 'delete', id: recent }],
    })

    // The recorded revision never decreases, even if it is ahead, as after a restored backup.
    await db.revision.update({ where: { userId: ada.id }, data: { purged: 100 } })
    await age(recent, 31 * DAY)
    expect(await purge(db, now)).toEqual({ ...nothing, deletedTasks: 1 })
    expect(await purged(ada.id)).toBe(100)
    expect(await purge(db, now)).toEqual(nothing)
  })

  test('stored answers older than 24 hours', async () => {
    const { id: userId } = await signIn()
    const row = (key: string, createdAt: Date) => ({
      userId,
      key,
      fingerprint: bytes(),
      answer: bytes(),
      createdAt,
    })
    await db.idempotencyKey.createMany({ data: [row('old', ago(DAY + 1)), row('recent', ago(DAY))] })
    expect(await purge(db, now)).toEqual({ ...nothing, idempotencyKeys: 1 })
    const rows = await db.idempotencyKey.findMany({ where: { userId } })
    expect(rows.map(({ key }) => key)).toEqual(['recent'])
  })

  test('sessions that ended more than 30 days ago, with their tokens and without notifying anyone', async () => {
    const { id: userId } = await signIn()
    await db.session.deleteMany({ where: { userId } })
    const session = async (expiresAt: Date, revokedAt: Date | null = null) => {
      const id = uuidv7()
      await db.session.create({ data: { id, userId, expiresAt, revokedAt } })
      await db.refreshToken.create({ data: { hash: bytes(), sessionId: id } })
      return id
    }
    const gone = [
      await session(ago(30 * DAY + 1)),
      await session(ago(-DAY), ago(30 * DAY + 1)),
      await session(ago(60 * DAY), ago(50 * DAY)),
    ]
    const kept = [
      await session(ago(30 * DAY)),
      await session(ago(-DAY), ago(30 * DAY)),
      await session(ago(-DAY)),
    ].sort()
    const notified: string[] = []
    for (const id of [...gone, ...kept]) services.revocations.onRevoked(id, () => notified.push(id))
    const last = new Promise<void>((resolve) => services.revocations.onRevoked('last', resolve))

    expect(await purge(db, now)).toEqual({ ...nothing, sessions: 3 })
    const left = await db.session.findMany({
      where: { userId },
      orderBy: { id: 'asc' },
      include: { tokens: true },
    })
    expect(left.map(({ id, tokens }) => [id, tokens.length])).toEqual(kept.map((id) => [id, 1]))
    expect(await db.refreshToken.count({ where: { sessionId: { in: gone } } })).toBe(0)
    // Notifications arrive in commit order, so once this one is here, none is missing.
    await db.$executeRaw`SELECT pg_notify('tandem_revoked', 'last')`
    await last
    expect(notified).toEqual([])
    expect(await db.revocation.count({ where: { credentialId: { in: gone } } })).toBe(0)
  })

  test('API keys that expired more than 30 days ago', async () => {
    const { id: userId } = await signIn()
    const key = (name: string, expiresAt: Date | null) => ({
      ...{ id: uuidv7(), userId, name, prefix: 'tdm_', hash: bytes(), scopes: ['tasks:read'], expiresAt },
      createdAt: ago(90 * DAY),
    })
    await db.apiKey.createMany({
      data: [key('old', ago(30 * DAY + 1)), key('recent', ago(30 * DAY)), key('endless', null)],
    })
    expect(await purge(db, now)).toEqual({ ...nothing, apiKeys: 1 })
    const rows = await db.apiKey.findMany({ where: { userId }, orderBy: { name: 'asc' } })
    expect(rows.map(({ name }) => name)).toEqual(['endless', 'recent'])
  })
})

test('purge deletes more rows than one batch', async () => {
  const users = [await signIn(), await signIn()] as const
  await bury(users[0].id, 2100, ago(31 * DAY))
  await bury(users[1].id, 5, ago(32 * DAY))
  await db.$executeRaw`
    INSERT INTO idempotency_keys (user_id, key, fingerprint, answer, created_at)
    SELECT ${users[0].id}::uuid, n, '', '', ${ago(2 * DAY)} FROM generate_series(1, 1100) AS n`
  expect(await purge(db, now)).toEqual({ ...nothing, deletedTasks: 2105, idempotencyKeys: 1100 })
  expect([await purged(users[0].id), await purged(users[1].id)]).toEqual([2100, 5])
})

test.runIf(testEngine === 'postgresql')(
  'the oldest tombstones do not hide the others while their user is locked',
  async () => {
    const [busy, other] = [await signIn(), await signIn()]
    await bury(busy.id, 1500, ago(40 * DAY))
    await bury(other.id, 5, ago(31 * DAY))
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM revisions WHERE user_id = ${busy.id}::uuid FOR UPDATE`
      expect(await purge(db, now)).toEqual({ ...nothing, deletedTasks: 5 })
    })
    expect([await left(busy.id), await left(other.id)]).toEqual([1500, 0])
    expect(await purge(db, now)).toEqual({ ...nothing, deletedTasks: 1500 })
  },
)

test('concurrent purges share the work while tasks are written', async () => {
  const users = await Promise.all(Array.from({ length: 8 }, () => signIn()))
  for (const { id } of users) await bury(id, 400, ago(31 * DAY))
  const purges = Array.from({ length: 4 }, () => purge(db, now))
  const writes = users.map(async ({ api }) => {
    const { id } = await api.task.create({ title: 'x' })
    await api.task.delete({ id })
    await api.task.restore({ id })
  })
  const counts = await Promise.all(purges)
  await Promise.all(writes)
  // A purge skips locked rows, so some may be left.
  counts.push(await purge(db, now))
  expect(counts.reduce((total, { deletedTasks }) => total + deletedTasks, 0)).toBe(8 * 400)
  for (const { id, api } of users) {
    expect([await left(id), await purged(id)]).toEqual([0, 400])
    expect((await api.task.changes({ since: 400 })).changes).toMatchObject([{ type: 'upsert' }])
  }
})

test.runIf(testEngine === 'postgresql')('concurrent purges do not deadlock', async () => {
  await db.$executeRaw`
    INSERT INTO users (id, email, name, password_hash)
    SELECT gen_random_uuid(), 'purged-' || n, 'n', '-' FROM generate_series(1, 500) AS n`
  await db.$executeRaw`
    UPDATE revisions SET revision = 20 WHERE user_id IN (SELECT id FROM users WHERE email LIKE 'purged-%')`
  await db.$executeRaw`
    INSERT INTO deleted_tasks (user_id, id, title, status, priority, tags, version, created_at, updated_at, revision, deleted_at)
    SELECT users.id, gen_random_uuid(), 'x', 'todo', 'none', '{}', 1, now(), now(), n, ${ago(31 * DAY)}::timestamptz - random() * interval '1 day'
    FROM users, generate_series(1, 20) AS n WHERE email LIKE 'purged-%' ORDER BY random()`
  await Promise.all(Array.from({ length: 10 }, () => purge(db, now)))
  await purge(db, now)
  const users = await db.user.findMany({
    where: { email: { startsWith: 'purged-' } },
    select: { id: true },
  })
  const owners = { userId: { in: users.map(({ id }) => id) } }
  expect(await db.deletedTask.count({ where: owners })).toBe(0)
  expect(await db.revision.count({ where: { ...owners, purged: 20 } })).toBe(500)
})

function bytes() {
  return new Uint8Array(randomBytes(32))
}
