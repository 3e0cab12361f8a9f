import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Prisma } from '../generated/client.ts'
import { recorder } from '../testing/recorder.ts'
import { createTestDb, createTestUser, type TestDatabase } from '../testing/testing.ts'

let db: TestDatabase
const ended = recorder()
beforeAll(async () => {
  db = await createTestDb()
  await db.listen('tandem_revoked', ended)
})
afterAll(() => db.close())

/** The ids notified since the last call, sorted. A last notification is waited for, so that none is still on its way. */
async function notified(): Promise<string[]> {
  await db.client.$executeRaw`SELECT pg_notify('tandem_revoked', 'last')`
  await expect.poll(() => ended.messages.at(-1)).toBe('last')
  return ended.messages.splice(0).slice(0, -1).sort()
}

/** Which of the ids have a row in `revocations`, sorted. */
async function revoked(ids: string[]): Promise<string[]> {
  const rows = await db.client.revocation.findMany({ where: { credentialId: { in: ids } } })
  return rows.map(({ credentialId }) => credentialId).sort()
}

const owner = async () => (await createTestUser(db.client)).id

describe('a session', () => {
  const session = async (userId: string, revokedAt: Date | null = null) => {
    const data = { id: randomUUID(), userId, expiresAt: new Date(Date.now() + 60_000), revokedAt }
    return (await db.client.session.create({ data })).id
  }
  const revoke = (id: string, revokedAt: Date | null = new Date()) =>
    db.client.session.update({ where: { id }, data: { revokedAt } })

  test('that is revoked is recorded and notified once', async () => {
    const userId = await owner()
    const [id, other] = [await session(userId), await session(userId)]
    await db.client.session.update({ where: { id }, data: { revokedAt: null, lastUsedAt: new Date() } })
    expect([await notified(), await revoked([id, other])]).toEqual([[], []])

    const before = Date.now()
    await revoke(id)
    expect([await notified(), await revoked([id, other])]).toEqual([[id], [id]])
    const row = await db.client.revocation.findUniqueOrThrow({ where: { credentialId: id } })
    expect(Math.abs(row.revokedAt.getTime() - before)).toBeLessThan(60_000)

    await revoke(id)
    await revoke(id, null)
    // It counts again now, and ends a second time.
    await db.client.session.delete({ where: { id } })
    expect(await notified()).toEqual([id])
    expect(await revoked([id, other])).toEqual([id])
  })

  test('that is deleted with its user is notified, unless it had been revoked before', async () => {
    const userId = await owner()
    const bystander = await session(await owner())
    const ids = [await session(userId), await session(userId), await session(userId)].sort()
    const over = await session(userId, new Date())
    await db.client.user.delete({ where: { id: userId } })
    expect(await notified()).toEqual(ids)
    expect(await revoked([...ids, over, bystander])).toEqual(ids)
  })

  test('that is revoked with others is notified, and not again when its user is deleted', async () => {
    const userId = await owner()
    const ids = [await session(userId), await session(userId)].sort()
    await db.client.session.updateMany({ where: { userId }, data: { revokedAt: new Date() } })
    expect([await notified(), await revoked(ids)]).toEqual([ids, ids])
    await db.client.user.delete({ where: { id: userId } })
    expect([await notified(), await revoked(ids)]).toEqual([[], ids])
  })

  test('whose end is rolled back is not notified', async () => {
    const userId = await owner()
    const id = await session(userId)
    const failing = db.client.$transaction(async (tx) => {
      await tx.session.update({ where: { id }, data: { revokedAt: new Date() } })
      expect(await tx.revocation.count({ where: { credentialId: id } })).toBe(1)
      await tx.user.delete({ where: { id: userId } })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect([await notified(), await revoked([id])]).toEqual([[], []])
  })

  test('that expired more than 29 days ago is deleted without a notification', async () => {
    const userId = await owner()
    const day = 24 * 3_600_000
    const expired = async (age: number) => {
      const data = { id: randomUUID(), userId, expiresAt: new Date(Date.now() - age) }
      return (await db.client.session.create({ data })).id
    }
    const [old, recent] = [await expired(30 * day), await expired(28 * day)]
    await db.client.session.deleteMany({ where: { userId } })
    expect([await notified(), await revoked([old, recent])]).toEqual([[recent], [recent]])
  })
})

describe('an API key', () => {
  const keyOf = async (userId: string, scopes = ['tasks:read']) => {
    const hash = new Uint8Array(Buffer.from(randomUUID()))
    const data = { id: randomUUID(), userId, name: 'k', prefix: 'tdm_', hash, scopes }
    return (await db.client.apiKey.create({ data })).id
  }

  test('that is deleted, alone or with its user, is notified', async () => {
    const userId = await owner()
    const keys = [await keyOf(userId), await keyOf(userId)] as const
    await db.client.apiKey.update({ where: { id: keys[0] }, data: { lastUsedAt: new Date(), name: 'n' } })
    expect(await notified()).toEqual([])
    await db.client.apiKey.delete({ where: { id: keys[0] } })
    expect([await notified(), await revoked([...keys])]).toEqual([[keys[0]], [keys[0]]])
    await db.client.user.delete({ where: { id: userId } })
    expect([await notified(), await revoked([...keys])]).toEqual([[keys[1]], [...keys].sort()])
  })

  test('is notified each time its user is deactivated', async () => {
    const userId = await owner()
    const keys = [await keyOf(userId), await keyOf(userId)].sort()
    const others = await keyOf(await owner())
    const set = (data: Prisma.UserUpdateInput) => db.client.user.update({ where: { id: userId }, data })
    await set({ name: 'N', isActive: true })
    expect(await notified()).toEqual([])
    await set({ isActive: false })
    expect([await notified(), await revoked([...keys, others])]).toEqual([keys, keys])

    const where = { credentialId: { in: keys } }
    await db.client.revocation.updateMany({ where, data: { revokedAt: new Date(0) } })
    await set({ isActive: false, name: 'M' })
    await set({ isActive: true })
    expect(await notified()).toEqual([])
    await set({ isActive: false })
    expect(await notified()).toEqual(keys)
    // A process that has been away asks for the latest rows, so these must be new again.
    for (const { revokedAt } of await db.client.revocation.findMany({ where }))
      expect(revokedAt.getTime()).toBeGreaterThan(0)
  })

  test('may have any scopes, as the list of them is in code; but it has one at least', async () => {
    const userId = await owner()
    const id = await keyOf(userId, ['comments:read', 'comments:write'])
    const { scopes } = await db.client.apiKey.findUniqueOrThrow({ where: { id } })
    expect(scopes).toEqual(['comments:read', 'comments:write'])
    await expect(keyOf(userId, [])).rejects.toThrow(/api_keys_scopes_check/)
  })
})
