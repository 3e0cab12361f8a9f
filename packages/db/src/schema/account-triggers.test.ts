import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Prisma } from '../generated/client.ts'
import { recorder } from '../testing/recorder.ts'
import { createTestDb, createTestUser, type TestDatabase, testEngine } from '../testing/testing.ts'

let db: TestDatabase
const ended = recorder()
beforeAll(async () => {
  db = await createTestDb()
  await db.listen('tandem_revoked', ended)
}, 60_000)
afterAll(() => db.close())

/** Every notification there was, in order of ids; one sent now is waited for, so that none is under way. */
async function notified(): Promise<string[]> {
  await db.client.$executeRaw`SELECT pg_notify('tandem_revoked', 'last')`
  await expect.poll(() => ended.messages.at(-1)).toBe('last')
  const heard = ended.messages.splice(0)
  return heard.slice(0, -1).sort()
}

describe('a session that ends', () => {
  const session = async (userId: string, revokedAt: Date | null = null) => {
    const data = { id: randomUUID(), userId, expiresAt: new Date(Date.now() + 60_000), revokedAt }
    return (await db.client.session.create({ data })).id
  }
  const revoke = (id: string, revokedAt: Date | null = new Date()) =>
    db.client.session.update({ where: { id }, data: { revokedAt } })
  const revocations = async (ids: string[]) => {
    const rows = await db.client.revocation.findMany({ where: { credentialId: { in: ids } } })
    return rows.map(({ credentialId }) => credentialId).sort()
  }

  test('is written down and told once', async () => {
    const { id: userId } = await createTestUser(db.client)
    const [id, other] = [await session(userId), await session(userId)]
    await db.client.session.update({ where: { id }, data: { revokedAt: null, lastUsedAt: new Date() } })
    expect([await notified(), await revocations([id, other])]).toEqual([[], []])

    const before = Date.now()
    await revoke(id)
    expect([await notified(), await revocations([id, other])]).toEqual([[id], [id]])
    const row = await db.client.revocation.findUniqueOrThrow({ where: { credentialId: id } })
    expect(Math.abs(row.revokedAt.getTime() - before)).toBeLessThan(5_000)

    await revoke(id)
    await revoke(id, null)
    await db.client.session.delete({ where: { id } })
    expect(await notified()).toEqual([id])
    expect(await revocations([id, other])).toEqual([id])
  })

  test('with its user, or with others, is told like any other; one that had ended is not', async () => {
    const { id: userId } = await createTestUser(db.client)
    const bystander = await session((await createTestUser(db.client)).id)
    const ids = [await session(userId), await session(userId), await session(userId)].sort()
    const over = await session(userId, new Date())
    await db.client.user.delete({ where: { id: userId } })
    expect(await notified()).toEqual(ids)
    expect(await revocations([...ids, over, bystander])).toEqual(ids)

    const { id: second } = await createTestUser(db.client)
    const both = [await session(second), await session(second)].sort()
    await db.client.session.updateMany({ where: { userId: second }, data: { revokedAt: new Date() } })
    expect([await notified(), await revocations(both)]).toEqual([both, both])
    await db.client.user.delete({ where: { id: second } })
    expect([await notified(), await revocations(both)]).toEqual([[], both])
  })

  test('and does not after all, is not told', async () => {
    const { id: userId } = await createTestUser(db.client)
    const id = await session(userId)
    const failing = db.client.$transaction(async (tx) => {
      await tx.session.update({ where: { id }, data: { revokedAt: new Date() } })
      expect(await tx.revocation.count({ where: { credentialId: id } })).toBe(1)
      await tx.user.delete({ where: { id: userId } })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect([await notified(), await revocations([id])]).toEqual([[], []])
  })
})

describe('the last active admin', () => {
  const users = () => db.client.user
  const admin = (isActive = true) => createTestUser(db.client, { role: 'admin', isActive })
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
      'upserted away',
      (id) =>
        users().upsert({
          where: { id },
          update: { role: 'user' },
          create: { id, email: 'never', name: '', passwordHash: '' },
        }),
    ],
    ['changed by SQL', () => db.client.$executeRaw`UPDATE users SET role = 'user'`],
    [
      'deleted by SQL',
      (id) => db.client.$queryRaw`DELETE FROM users WHERE id = ${id}::uuid RETURNING id::text`,
    ],
    ['deleted in a transaction', (id) => db.client.$transaction((tx) => tx.user.delete({ where: { id } }))],
  ])('cannot be %s', async (_, remove) => {
    const before = await users().findMany({ orderBy: { id: 'asc' } })
    const error = await remove(last).catch((error: unknown) => error)
    // What the API tells the refusal from other failures by.
    expect(error).toBeInstanceOf(Prisma.PrismaClientKnownRequestError)
    expect(error).toMatchObject({
      code: expect.stringMatching(/^(P2039|P2010)$/),
      meta: { driverAdapterError: { cause: { kind: 'postgres', originalCode: 'TD001' } } },
    })
    expect(String(error)).toContain('the last active admin cannot be removed')
    expect(await users().findMany({ orderBy: { id: 'asc' } })).toEqual(before)
  })

  test('is refused at no cost of a connection', async () => {
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

  test('is the only one who has to stay', async () => {
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

  test('is not one who is inactive, even when there is no other', async () => {
    await db.client.$executeRaw`TRUNCATE users CASCADE`
    const { id } = await admin(false)
    await users().update({ where: { id }, data: { role: 'user' } })
    await users().delete({ where: { id } })
  })

  test.runIf(testEngine === 'postgresql')('is one of two who demote each other at once', async () => {
    const demote = (client: Pick<TestDatabase['client'], 'user'>, id: string) =>
      client.user.update({ where: { id }, data: { role: 'user' } })
    const second = (await admin()).id
    let other: Promise<unknown> | undefined
    await db.client.$transaction(async (tx) => {
      await demote(tx, last)
      other = demote(db.client, second).catch((error: unknown) => error)
      await sleep(200)
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
