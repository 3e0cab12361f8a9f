import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Prisma } from '../generated/client.ts'
import {
  createTestDb,
  createTestUser,
  type TestDatabase,
  testEngine,
  untilBlocked,
} from '../testing/testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDb()
})
afterAll(() => db.close())

const users = () => db.client.user
const admin = (isActive = true) => createTestUser(db.client, { role: 'admin', isActive })

describe('the last active admin', () => {
  let last: string
  beforeEach(async () => {
    const { id } = await admin()
    await users().deleteMany({ where: { id: { not: id } } })
    last = id
    await admin(false)
    await createTestUser(db.client)
  })

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['demoted', (id) => users().update({ where: { id }, data: { role: 'user' } })],
    ['deactivated', (id) => users().update({ where: { id }, data: { isActive: false } })],
    ['deleted', (id) => users().delete({ where: { id } })],
    ['demoted with all others', () => users().updateMany({ data: { role: 'user' } })],
    ['deactivated with all others', () => users().updateManyAndReturn({ data: { isActive: false } })],
    ['deleted with all others', () => users().deleteMany()],
    [
      'demoted by an upsert',
      (id) =>
        users().upsert({
          where: { id },
          update: { role: 'user' },
          create: { id, email: 'never', name: '', passwordHash: '' },
        }),
    ],
    ['demoted by SQL', () => db.client.$executeRaw`UPDATE users SET role = 'user'`],
    [
      'deleted by SQL',
      (id) => db.client.$queryRaw`DELETE FROM users WHERE id = ${id}::uuid RETURNING id::text`,
    ],
    ['deleted in a transaction', (id) => db.client.$transaction((tx) => tx.user.delete({ where: { id } }))],
  ])('cannot be %s', async (_, remove) => {
    const before = await users().findMany({ orderBy: { id: 'asc' } })
    const counters = await db.client.revision.count()
    const error = await remove(last).catch((error: unknown) => error)
    // The API recognises the refusal by these.
    expect(error).toBeInstanceOf(Prisma.PrismaClientKnownRequestError)
    expect(error).toMatchObject({
      code: expect.stringMatching(/^(P2039|P2010)$/),
      meta: { driverAdapterError: { cause: { kind: 'postgres', originalCode: 'TD001' } } },
    })
    expect(String(error)).toContain('the last active admin cannot be removed')
    expect(await users().findMany({ orderBy: { id: 'asc' } })).toEqual(before)
    expect(await db.client.revision.count()).toBe(counters)
  })

  test('is refused without losing the connection', async () => {
    // A setting of the session: a new connection would not have it.
    await db.client.$queryRaw`SELECT set_config('tandem.mark', 'set', false)`
    await expect(users().delete({ where: { id: last } })).rejects.toThrow(/last active admin/)
    expect(await db.client.$queryRaw`SELECT current_setting('tandem.mark', true) AS mark`).toEqual([
      { mark: 'set' },
    ])
  })

  test('may change in every other way', async () => {
    const where = { id: last }
    const data = { name: 'Ada', email: 'ada@example.com', role: 'admin', isActive: true } as const
    expect(await users().update({ where, data })).toMatchObject(data)
  })

  test('is the only admin who has to stay', async () => {
    const { count } = await users().deleteMany({ where: { id: { not: last } } })
    expect(count).toBe(2)
    const [second, third] = [await admin(), await admin()]
    await users().update({ where: { id: last }, data: { role: 'user' } })
    await users().update({ where: { id: second.id }, data: { isActive: false } })
    await expect(users().delete({ where: { id: third.id } })).rejects.toThrow(/last active admin/)
    await users().delete({ where: { id: second.id } })
    await users().delete({ where: { id: last } })
    expect(await users().findMany()).toEqual([third])
  })

  test.runIf(testEngine === 'postgresql')('stays when two admins demote each other at once', async () => {
    const demote = (client: Pick<TestDatabase['client'], 'user'>, id: string) =>
      client.user.update({ where: { id }, data: { role: 'user' } })
    const second = (await admin()).id
    let other: Promise<unknown> | undefined
    await db.client.$transaction(async (tx) => {
      await demote(tx, last)
      other = demote(db.client, second).catch((error: unknown) => error)
      await untilBlocked(db.client)
    })
    expect(String(await other)).toContain('the last active admin cannot be removed')

    for (let round = 0; round < 10; round++) {
      const pair = [await admin(), await admin()]
      await users().deleteMany({ where: { id: { notIn: pair.map(({ id }) => id) } } })
      const results = await Promise.allSettled(pair.map(({ id }) => demote(db.client, id)))
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }
  })
})

test('an inactive admin may be demoted and deleted, even when there is no other', async () => {
  // Past the trigger, which would keep the last active one.
  await db.client.$executeRaw`TRUNCATE users CASCADE`
  const { id } = await admin(false)
  expect(await users().update({ where: { id }, data: { role: 'user' } })).toMatchObject({ role: 'user' })
  await users().update({ where: { id }, data: { role: 'admin' } })
  await users().delete({ where: { id } })
  expect(await users().count()).toBe(0)
})
