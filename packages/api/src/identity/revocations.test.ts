import { createTestDb, testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createContext, type Services } from '../core/context.ts'
import { appRouter } from '../router.ts'
import { testApi, testClock } from '../testing/test-api.ts'
import { followRevocations } from './revocations.ts'

test('whatever ends a session, whoever follows hears of it', async () => {
  const { db, clock, signIn } = await testApi()
  // The database has a clock of its own, by which sessions end.
  clock.advance(Date.now() - clock().getTime())
  const [ada, bob, eve] = [await signIn(), await signIn(), await signIn()]
  await db.session.update({ where: { id: ada.sessionId }, data: { revokedAt: new Date() } })
  await db.session.delete({ where: { id: bob.sessionId } })
  await db.user.delete({ where: { id: eve.id } })
  for (const { api } of [ada, bob, eve]) {
    // Told by the database alone: nothing here called `add`.
    await expect
      .poll(
        () =>
          api.user.me().then(
            () => 'in',
            (error: Error) => error.message,
          ),
        { timeout: 1000 },
      )
      .toBe('The access token has been revoked')
  }
})

test('a call asks the database nothing about its session or its user', async () => {
  const { services, db, signIn } = await testApi()
  const { token, api } = await signIn()
  const { id } = await api.task.create({ title: 'x' })
  const asked: PropertyKey[] = []
  const run: Services['run'] = (statement, values) => {
    asked.push(statement.name)
    return services.run(statement, values)
  }
  const watched: Partial<Services> = {
    run,
    db: new Proxy(db, {
      get(target, name) {
        asked.push(name)
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
  const watching = appRouter.createCaller(await createContext({ ...services, ...watched }, call))
  expect((await watching.task.get({ id })).id).toBe(id)
  expect(asked).toEqual(['tasks.get'])
})

test('whoever starts later knows what ended before, as long as it matters', async () => {
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

test('a session is forgotten when no token of its can be alive', async () => {
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
  test('that ends, whatever ended it, is told to whoever asked', async () => {
    const { db, services, signIn } = await testApi()
    const [ada, bob, eve, dan] = [await signIn(), await signIn(), await signIn(), await signIn()]
    const told: string[] = []
    for (const [name, { api }] of Object.entries({ ada, bob, eve, dan })) {
      const { id } = await api.apiKey.create({ name, scopes })
      onTestFinished(services.revocations.onEnd(id, () => told.push(name)))
    }
    await db.apiKey.deleteMany({ where: { userId: ada.id } })
    await expect.poll(() => told).toEqual(['ada'])
    await db.user.update({ where: { id: bob.id }, data: { isActive: false } })
    await expect.poll(() => told).toEqual(['ada', 'bob'])
    await db.user.delete({ where: { id: eve.id } })
    await expect.poll(() => told).toEqual(['ada', 'bob', 'eve'])
  })

  test('that is revoked here has ended here at once', async () => {
    const { services, signIn } = await testApi()
    const { api } = await signIn()
    const { id } = await api.apiKey.create({ name: 'k', scopes })
    const told: string[] = []
    services.revocations.onEnd(id, () => told.push(id))
    await api.apiKey.revoke({ id })
    expect([services.revocations.has(id), told.slice(0, 1)]).toEqual([true, [id]])
  })

  test('whose user is deactivated works again when the user does, and ends again', async () => {
    const { db, services, call, signIn } = await testApi()
    const { id: userId, api } = await signIn()
    const { id, key } = await api.apiKey.create({ name: 'k', scopes })
    const own = call(undefined, { apiKey: key })
    let ends = 0
    onTestFinished(services.revocations.onEnd(id, () => ends++))
    for (const round of [1, 2]) {
      await expect(own.task.list()).resolves.toMatchObject({ data: [] })
      await db.user.update({ where: { id: userId }, data: { isActive: false } })
      await expect.poll(() => ends).toBe(round)
      await expect(own.task.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
      await db.user.update({ where: { id: userId }, data: { isActive: true } })
    }
  })
})

describe('who asks to be told', () => {
  test('is told of that credential alone, each of them, until they want no more', async () => {
    const { services } = await testApi()
    const { onEnd, add } = services.revocations
    const told: string[] = []
    const stops = ['first', 'second'].map((who) => onEnd('one', () => told.push(who)))
    onEnd('another', () => told.push('never'))
    add(['one', 'unheard of'])
    expect(told.splice(0)).toEqual(['first', 'second'])
    stops[0]?.()
    stops[0]?.()
    add(['one'])
    expect(told.splice(0)).toEqual(['second'])
    stops[1]?.()
    onEnd('one', () => told.push('third'))
    add(['one'])
    expect(told).toEqual(['third'])
  })

  test.runIf(testEngine === 'postgresql')('is told of what ended while the connection was lost', async () => {
    const database = await createTestDb()
    onTestFinished(() => database.close())
    const { db, services, signIn } = await testApi(database)
    const { api } = await signIn()
    const { id } = await api.apiKey.create({ name: 'k', scopes })
    let ends = 0
    services.revocations.onEnd(id, () => ends++)
    const lost = await db.$transaction(async (tx) => {
      await tx.apiKey.delete({ where: { id } })
      return tx.$queryRaw<{ ended: boolean }[]>`
        SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query IN ('LISTEN "tandem_revoked"', 'SELECT 1')`
    })
    expect(lost).toEqual([{ ended: true }])
    await expect.poll(() => ends, { timeout: 3000 }).toBeGreaterThan(0)
    expect(services.revocations.has(id)).toBe(true)
  })
})
