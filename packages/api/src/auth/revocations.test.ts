import { createTestDb } from '@tandem/db/testing'
import { v7 as uuidv7 } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { createContext } from '../context.ts'
import { appRouter } from '../router.ts'
import { testApi, testClock } from '../test-api.ts'
import { followRevocations } from './revocations.ts'

test('whatever ends a session, whoever follows hears of it', async () => {
  const { db, signIn } = await testApi()
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
  const tables = new Set<PropertyKey>()
  const watched = new Proxy(db, {
    get(target, name) {
      tables.add(name)
      return Reflect.get(target, name)
    },
  })
  const call = {
    requestId: '',
    address: '',
    calls: 1,
    takeFromLimit: async () => true,
    authorization: `Bearer ${token}`,
  }
  const watching = appRouter.createCaller(await createContext({ ...services, db: watched }, call))
  expect((await watching.task.get({ id })).id).toBe(id)
  expect([...tables]).toEqual(['task'])
})

test('whoever starts later knows what ended before, as long as it matters', async () => {
  const database = await createTestDb()
  onTestFinished(() => database.close())
  const [recent, old, ancient] = [uuidv7(), uuidv7(), uuidv7()]
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
  await database.client.revocation.createMany({
    data: [
      { sessionId: recent, revokedAt: ago(800) },
      { sessionId: old, revokedAt: ago(1000) },
      { sessionId: ancient, revokedAt: ago(100_000) },
    ],
  })
  const revocations = await followRevocations({ database, ttl: 900, clock: () => new Date() })
  expect([recent, old, ancient].map(revocations.has)).toEqual([true, false, false])
  expect((await database.client.revocation.findMany()).map((row) => row.sessionId).sort()).toEqual(
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
