import { createTestDb, testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { serve, serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import type { Caller } from '../../testing/caller.ts'
import { type EventStream, openEvents } from '../../testing/requests/event-stream.ts'
import { changesOf, followEvents } from '../../testing/requests/subscriptions.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

describe('GET …/tasks/events', () => {
  test('sends each change with its revision, as it happens', async () => {
    const ada = await server.signIn()
    const before = await ada.trpc.task.create.mutate({ title: 'before' })
    const stream = await followEvents(ada)
    expect(stream).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
    })
    expect(stream.headers['cache-control']).toBe('no-store')
    expect(stream.headers['x-request-id']).toBeTruthy()

    const task = await ada.trpc.task.create.mutate({ title: 'Grüße 👋' })
    await expect.poll(() => changesOf(stream)).toEqual([{ revision: 2, type: 'upsert', task }])
    const done = await ada.trpc.task.complete.mutate({ id: task.id })
    await ada.trpc.task.delete.mutate({ id: before.id })
    await expect
      .poll(() => changesOf(stream))
      .toEqual([
        { revision: 2, type: 'upsert', task },
        { revision: 3, type: 'upsert', task: done },
        { revision: 4, type: 'delete', id: before.id },
      ])
  })

  test('sends the revision it starts at, so that a client cut off before the first change can resume', async () => {
    const ada = await server.signIn()
    await ada.trpc.task.create.mutate({ title: 'x' })
    const stream = await followEvents(ada)
    await expect.poll(() => stream.events()).toEqual([{ id: '1' }])
  })

  test('names its epoch in each event, and a revision of another epoch is 410', async () => {
    const ada = await server.signIn()
    await ada.trpc.task.create.mutate({ title: 'x' })
    const { body } = await ada.rest('GET', `${ada.tasks}/changes`)
    expect(body.epoch).toMatch(/^[0-9a-f]{12}$/)
    const stream = await followEvents(ada, { 'last-event-id': '0' }, `?epoch=${body.epoch}`)
    await expect.poll(() => stream.events().at(-1)?.data).toContain(`"epoch":"${body.epoch}"`)
    for (const path of ['changes?since=1&epoch=another', 'events?lastEventId=1&epoch=another']) {
      const refused = await ada.rest('GET', `${ada.tasks}/${path}`)
      expect(refused).toMatchObject({ status: 410, body: { error: 'RESYNC_REQUIRED' } })
    }
  })

  test('resumes after Last-Event-ID, from the header or else the query', async () => {
    const ada = await server.signIn()
    for (const title of ['a', 'b', 'c']) await ada.trpc.task.create.mutate({ title })
    const titles = (stream: EventStream) => changesOf(stream).map(({ task }) => task.title)
    const byHeader = await followEvents(ada, { 'last-event-id': '1' })
    const byQuery = await followEvents(ada, {}, '?lastEventId=2')
    const both = await followEvents(ada, { 'last-event-id': '2' }, '?lastEventId=0')
    await expect.poll(() => titles(byHeader)).toEqual(['b', 'c'])
    await expect.poll(() => titles(byQuery)).toEqual(['c'])
    await expect.poll(() => titles(both)).toEqual(['c'])
  })

  test.each([
    ['a revision of the future', '99', 410, 'RESYNC_REQUIRED'],
    ['text', 'x', 422, 'VALIDATION_ERROR'],
    ['a negative number', '-1', 422, 'VALIDATION_ERROR'],
    ['a number that is too large', '9'.repeat(30), 422, 'VALIDATION_ERROR'],
  ])('%s is refused before anything is sent', async (_, id, status, error) => {
    const ada = await server.signIn()
    const answer = await ada.rest('GET', `${ada.tasks}/events`, { headers: { 'last-event-id': id } })
    expect(answer).toMatchObject({ status, body: { error } })
  })

  test('a revision older than the tombstones is RESYNC_REQUIRED, and 0 still works', async () => {
    const ada = await server.signIn()
    const { id } = await ada.trpc.task.create.mutate({ title: 'gone' })
    const kept = await ada.trpc.task.create.mutate({ title: 'kept' })
    await ada.trpc.task.delete.mutate({ id })
    await server.database.client.revision.update({ where: { userId: ada.id }, data: { purged: 3 } })
    await server.database.client.deletedTask.deleteMany({ where: { userId: ada.id } })
    const answer = await ada.rest('GET', `${ada.tasks}/events`, { headers: { 'last-event-id': '1' } })
    expect(answer).toMatchObject({ status: 410, body: { error: 'RESYNC_REQUIRED' } })
    const stream = await followEvents(ada, { 'last-event-id': '0' })
    await expect.poll(() => changesOf(stream)).toEqual([{ revision: 2, type: 'upsert', task: kept }])
  })

  test("changes to other users' tasks are not sent", async () => {
    const [ada, bob] = [await server.signIn(), await server.signIn()]
    const stream = await followEvents(ada)
    await bob.trpc.task.create.mutate({ title: "Bob's" })
    const own = await ada.trpc.task.create.mutate({ title: 'own' })
    await expect.poll(() => changesOf(stream)).toEqual([{ revision: 1, type: 'upsert', task: own }])
    const foreign = await ada.rest('GET', `${bob.tasks}/events`)
    expect(foreign).toMatchObject({ status: 403, body: { error: 'FORBIDDEN' } })
    expect((await server.app.inject(`${ada.tasks}/events`)).statusCode).toBe(401)
  })

  test('an API key with the scope may open it, until it is revoked', async () => {
    const ada = await server.signIn()
    const reader = await ada.trpc.apiKey.create.mutate({ name: 'x', scopes: ['tasks:read'] })
    const writer = await ada.trpc.apiKey.create.mutate({ name: 'x', scopes: ['tasks:write'] })
    const url = `${server.url}${ada.tasks}/events`
    expect((await openEvents(url, { 'x-api-key': writer.key })).status).toBe(403)
    const stream = await openEvents(url, { 'x-api-key': reader.key })
    expect(stream.status).toBe(200)
    await ada.trpc.apiKey.revoke.mutate({ id: reader.id })
    await stream.ended
    expect(stream.events().at(-1)).toMatchObject({ event: 'error', data: expect.stringContaining('revoked') })
  })

  test.each([
    ['logging out', (caller: Caller) => caller.rest('POST', '/api/v1/auth/logout')],
    [
      'a session that ends in the database',
      ({ sessionId }: Caller) =>
        server.database.client.session.update({ where: { id: sessionId }, data: { revokedAt: new Date() } }),
    ],
    ['deleting the user', ({ id }: Caller) => server.database.client.user.delete({ where: { id } })],
  ])('%s ends the stream', async (_, end) => {
    const ada = await server.signIn()
    await ada.trpc.task.create.mutate({ title: 'x' })
    const stream = await followEvents(ada)
    await end(ada)
    await stream.ended
    const problem = JSON.parse(stream.events().at(-1)?.data ?? '')
    expect(problem).toMatchObject({ status: 401, error: 'UNAUTHORIZED' })
  })

  test('the expiry of the access token ends the stream', async () => {
    const ada = await server.signIn()
    const short = await serveDuringTest({ ACCESS_TOKEN_TTL: '1s' })
    const token = short.services.accessTokens.sign({ id: ada.id, role: 'user', sessionId: ada.sessionId })
    const stream = await followEvents(ada, { authorization: `Bearer ${token}` })
    await stream.ended
    expect(stream.text()).toContain('expired')
  })
})

test.runIf(testEngine === 'postgresql')(
  'a change through one process reaches the streams of another',
  async () => {
    const database = await createTestDb()
    onTestFinished(() => database.close())
    const [one, two] = [await serve(database), await serve(database)]
    onTestFinished(async () => {
      await one.app.close()
      await two.app.close()
    })
    const ada = await one.signIn()
    const stream = await followEvents({ ...ada, url: two.url })
    const id = uuidv7()
    await ada.trpc.task.create.mutate({ id, title: 'x' })
    await expect.poll(() => changesOf(stream).map(({ task }) => task.id)).toEqual([id])
  },
)
