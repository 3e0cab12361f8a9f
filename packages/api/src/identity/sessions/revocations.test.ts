import { createDb } from '@tandem/db'
import { cable, createTestDb, testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createContext } from '../../core/context.ts'
import type { Services } from '../../core/services.ts'
import { appRouter } from '../../router.ts'
import { testApi, testClock } from '../../testing/test-api.ts'
import { followRevocations } from './revocations.ts'

test('a session that ends in the database alone is refused in this process', async () => {
  const { db, clock, signIn } = await testApi()
  // Sessions are revoked by the clock of the database.
  clock.advance(Date.now() - clock().getTime())
  const [ada, bob, eve] = [await signIn(), await signIn(), await signIn()]
  await db.session.update({ where: { id: ada.sessionId }, data: { revokedAt: new Date() } })
  await db.session.delete({ where: { id: bob.sessionId } })
  await db.user.delete({ where: { id: eve.id } })
  for (const { api } of [ada, bob, eve]) {
    // Only the database can have reported it, since nothing here called `add`.
    await expect
      .poll(() =>
        api.user.me().then(
          () => 'in',
          (error: Error) => error.message,
        ),
      )
      .toBe('The access token has been revoked')
  }
})

test('a call does not query the database for its session or its user', async () => {
  const { services, db, signIn } = await testApi()
  const { token, api } = await signIn()
  const { id } = await api.task.create({ title: 'x' })
  const queries: PropertyKey[] = []
  const run: Services['run'] = (statement, values) => {
    queries.push(statement.name)
    return services.run(statement, values)
  }
  const recorded: Partial<Services> = {
    run,
    db: new Proxy(db, {
      get(target, name) {
        queries.push(name)
        return Reflect.get(target, name)
      },
    }),
  }
  const call = {
    requestId: '',
    address: '',
    calls: 1,
    takeFromLimit: async () => true,
    authorization: `Bearer ${token}`,
  }
  const caller = appRouter.createCaller(await createContext({ ...services, ...recorded }, call))
  expect((await caller.task.get({ id })).id).toBe(id)
  expect(queries).toEqual(['tasks.get'])
})

test('a process that starts later learns recent revocations and deletes ancient ones', async () => {
  const database = await createTestDb()
  onTestFinished(() => database.close())
  const [recent, old, ancient] = [uuidv7(), uuidv7(), uuidv7()]
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
  await database.client.revocation.createMany({
    data: [
      { credentialId: recent, revokedAt: ago(800) },
      { credentialId: old, revokedAt: ago(1000) },
      { credentialId: ancient, revokedAt: ago(100_000) },
    ],
  })
  const revocations = await followRevocations({ database, ttl: 900, clock: () => new Date() })
  expect([recent, old, ancient].map(revocations.has)).toEqual([true, false, false])
  expect((await database.client.revocation.findMany()).map((row) => row.credentialId).sort()).toEqual(
    [recent, old].sort(),
  )
  await revocations.stop()
})

// The clock of the embedded database is that of its process.
test.runIf(testEngine === 'postgresql')(
  'a process whose clock is two hours ahead learns the same revocations',
  async () => {
    const database = await createTestDb()
    onTestFinished(() => database.close())
    const revoked = uuidv7()
    await database.client.$executeRaw`INSERT INTO revocations (credential_id) VALUES (${revoked}::uuid)`
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 })
    onTestFinished(() => void vi.useRealTimers())
    const revocations = await followRevocations({ database, ttl: 900, clock: database.clock })
    expect(revocations.has(revoked)).toBe(true)
    await revocations.stop()
  },
)

test.runIf(testEngine === 'postgresql')(
  'while the connection that listens is frozen, a token revoked elsewhere is refused, and no other',
  async () => {
    const behind = await createTestDb()
    const wire = await cable(behind.url ?? '')
    const far = await createDb(wire.url, { migrate: false })
    onTestFinished(async () => {
      await far.close()
      wire.close()
      await behind.close()
    })
    const { db, clock, signIn, services } = await testApi({ ...behind, listen: far.listen })
    // Sessions are revoked by the clock of the database.
    clock.advance(Date.now() - clock().getTime())
    const [ada, bob] = [await signIn(), await signIn()]
    wire.silence()
    await db.session.update({ where: { id: ada.sessionId }, data: { revokedAt: new Date() } })
    const outcome = () =>
      ada.api.user.me().then(
        () => 'in',
        (error: Error) => error.message,
      )
    // The silence itself is noticed after two seconds.
    await expect.poll(outcome, { timeout: 1_900 }).toBe('The access token has been revoked')
    await expect(bob.api.user.me()).resolves.toMatchObject({ id: bob.id })

    // Once the silence is noticed, another connection is made.
    await expect.poll(() => services.revocations.has(ada.sessionId)).toBe(true)
    await expect.poll(() => services.revocations.isCurrent()).toBe(true)
  },
)

test('a revocation is forgotten once all access tokens of its session have expired', async () => {
  const database = await createTestDb()
  onTestFinished(() => database.close())
  const clock = testClock()
  const revocations = await followRevocations({ database, ttl: 900, clock })
  revocations.add(['first'])
  clock.advance(960_000)
  revocations.add(['second'])
  expect([revocations.has('first'), revocations.has('second')]).toEqual([false, true])
  await revocations.stop()
})

const scopes = ['tasks:read' as const]

describe('an API key', () => {
  test('that is deleted, or whose user is deactivated or deleted, notifies its listeners', async () => {
    const { db, services, signIn } = await testApi()
    const [ada, bob, eve, dan] = [await signIn(), await signIn(), await signIn(), await signIn()]
    const notified: string[] = []
    for (const [name, { api }] of Object.entries({ ada, bob, eve, dan })) {
      const { id } = await api.apiKey.create({ name, scopes })
      onTestFinished(services.revocations.onRevoked(id, () => notified.push(name)))
    }
    await db.apiKey.deleteMany({ where: { userId: ada.id } })
    await expect.poll(() => notified).toEqual(['ada'])
    await db.user.update({ where: { id: bob.id }, data: { isActive: false } })
    await expect.poll(() => notified).toEqual(['ada', 'bob'])
    await db.user.delete({ where: { id: eve.id } })
    await expect.poll(() => notified).toEqual(['ada', 'bob', 'eve'])
  })

  test('that is revoked in this process is revoked here at once', async () => {
    const { services, signIn } = await testApi()
    const { api } = await signIn()
    const { id } = await api.apiKey.create({ name: 'k', scopes })
    const notified: string[] = []
    services.revocations.onRevoked(id, () => notified.push(id))
    await api.apiKey.revoke({ id })
    // The database notifies as well, later.
    expect([services.revocations.has(id), notified.slice(0, 1)]).toEqual([true, [id]])
  })

  test('of a deactivated user is valid again after reactivation, and can be revoked again', async () => {
    const { db, services, call, signIn } = await testApi()
    const { id: userId, api } = await signIn()
    const { id, key } = await api.apiKey.create({ name: 'k', scopes })
    const byKey = call(undefined, { apiKey: key })
    let calls = 0
    onTestFinished(services.revocations.onRevoked(id, () => calls++))
    for (const round of [1, 2]) {
      await expect(byKey.task.list()).resolves.toMatchObject({ data: [] })
      await db.user.update({ where: { id: userId }, data: { isActive: false } })
      await expect.poll(() => calls).toBe(round)
      await expect(byKey.task.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
      await db.user.update({ where: { id: userId }, data: { isActive: true } })
    }
  })
})

describe('a listener', () => {
  test('is called for its own credential only, until it unsubscribes', async () => {
    const { services } = await testApi()
    const { onRevoked, add } = services.revocations
    const called: string[] = []
    const unsubscribe = ['first', 'second'].map((name) => onRevoked('one', () => called.push(name)))
    onRevoked('another', () => called.push('never'))
    add(['one', 'unknown'])
    expect(called.splice(0)).toEqual(['first', 'second'])
    unsubscribe[0]?.()
    unsubscribe[0]?.()
    add(['one'])
    expect(called.splice(0)).toEqual(['second'])
    unsubscribe[1]?.()
    onRevoked('one', () => called.push('third'))
    add(['one'])
    expect(called).toEqual(['third'])
  })

  test.runIf(testEngine === 'postgresql')(
    'is called for a revocation that happened while the connection was lost',
    async () => {
      const database = await createTestDb()
      onTestFinished(() => database.close())
      const { db, services, signIn } = await testApi(database)
      const { api } = await signIn()
      const { id } = await api.apiKey.create({ name: 'k', scopes })
      let calls = 0
      services.revocations.onRevoked(id, () => calls++)
      const terminated = await db.$transaction(async (tx) => {
        await tx.apiKey.delete({ where: { id } })
        return tx.$queryRaw<{ ended: boolean }[]>`
        SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'tandem tandem_revoked'`
      })
      expect(terminated).toEqual([{ ended: true }])
      await expect.poll(() => calls).toBeGreaterThan(0)
      expect(services.revocations.has(id)).toBe(true)
    },
  )
})
