import { testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openAsOtherProcess, serve, type TestApp, testApp } from '../testing/app.ts'
import { type Caller, rest } from '../testing/caller.ts'
import { deferred } from '../testing/deferred.ts'
import { allProcedures } from '../testing/procedures.ts'
import { credentialsFor, restRequest, send } from '../testing/requests/requests.ts'

const posts = (await allProcedures()).filter(
  ({ class: accessClass, route }) => !['public', 'session'].includes(accessClass) && route.method === 'POST',
)

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

const post = (caller: Caller, path: string, json: unknown, key: string = 'key', headers = {}) =>
  caller.rest('POST', `${caller.tasks}${path}`, { json, headers: { 'idempotency-key': key, ...headers } })

const count = async (caller: Caller) => (await caller.trpc.task.list.query()).page.totalCount

test.each(posts)('$path takes effect once for each key', async (procedure) => {
  const ada = await server.signIn(procedure.role)
  const ids = { ...(await procedure.sample(ada)), userId: ada.id }
  const request = restRequest(procedure, ids, procedure.fields(ids))
  const credentials = { ...(await credentialsFor(procedure, ada)), 'idempotency-key': 'once' }
  const first = await send(server.app, request, credentials)
  const second = await send(server.app, request, credentials)
  expect(first.headers).not.toHaveProperty('idempotency-replayed')
  expect(second).toMatchObject({ status: first.status, text: first.text })
  expect(second.headers).toHaveProperty('idempotency-replayed', 'true')
})

describe('Idempotency-Key', () => {
  test('a repeated request gets the stored response and Idempotency-Replayed', async () => {
    const ada = await server.signIn()
    const first = await post(ada, '', { title: 'Once', tags: ['a'] })
    const second = await post(ada, '', { tags: ['a'], title: 'Once' })
    expect(first.status).toBe(201)
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    expect(second).toMatchObject({
      status: 201,
      text: first.text,
      headers: { 'idempotency-replayed': 'true' },
    })
    for (const name of ['etag', 'location', 'content-type'])
      expect(second.headers[name]).toBe(first.headers[name])
    expect(await count(ada)).toBe(1)
  })

  test('the stored response stays the same after later changes', async () => {
    const ada = await server.signIn()
    const { body: task } = await post(ada, '', { title: 'Once' })
    await ada.trpc.task.delete.mutate({ id: task.id })
    expect(await post(ada, '', { title: 'Once' })).toMatchObject({ status: 201, body: task })
    expect(await count(ada)).toBe(0)
  })

  test.each([
    ['another body', '', { title: 'Other' }],
    ['another path', '/bulk', { operations: [{ type: 'create', title: 'Once' }] }],
  ])('the same key with %s is 422', async (_, path, body) => {
    const ada = await server.signIn()
    await post(ada, '', { title: 'Once' })
    const answer = await post(ada, path, body)
    expect(answer).toMatchObject({ status: 422, body: { error: 'VALIDATION_ERROR' } })
    expect(answer.body.issues).toMatchObject([{ path: ['Idempotency-Key'] }])
    expect(await count(ada)).toBe(1)
  })

  test('50 concurrent requests with one key create one task', async () => {
    const ada = await server.signIn()
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(ada, '', { title: 'Once' })))
    expect(await count(ada)).toBe(1)
    const made = answers.filter(({ status }) => status === 201)
    expect(new Set(made.map(({ text }) => text)).size).toBe(1)
    const others = answers.filter(({ status }) => status !== 201)
    for (const { status, body } of others) expect([status, body.error]).toEqual([409, 'CONFLICT'])
  })

  /** Starts a call with the key. The returned function ends it. */
  async function running(caller: Caller) {
    const call = { userId: caller.id, key: 'key', procedure: 'task.create', input: {} }
    const begun = deferred()
    const end = deferred()
    const finished = server.services.idempotency.once(call, () => {
      begun.resolve()
      return end.promise
    })
    await begun.promise
    return () => {
      end.resolve()
      return finished
    }
  }

  test('a repeat is 409 while the first request runs', async () => {
    const ada = await server.signIn()
    const finish = await running(ada)
    expect(await post(ada, '', { title: 'x' })).toMatchObject({ status: 409, body: { error: 'CONFLICT' } })
    await finish()
    expect((await post(ada, '', { title: 'x' })).status).toBe(422)
  })

  test.runIf(testEngine === 'postgresql')(
    'a repeat is 409 while the first request runs in another process',
    async () => {
      // Turns are kept by each process, so the other needs a pool of its own.
      const opened = await openAsOtherProcess()
      const other = await serve(opened)
      onTestFinished(async () => {
        await other.app.close()
        await opened.close()
      })
      const ada = await server.signIn()
      const finish = await running(ada)
      const answer = await rest(other.app, 'POST', ada.tasks, {
        json: { title: 'x' },
        headers: { authorization: `Bearer ${ada.token}`, 'idempotency-key': 'key' },
      })
      expect(answer).toMatchObject({ status: 409, body: { error: 'CONFLICT' } })
      await finish()
    },
  )

  test('users have separate keys', async () => {
    const [ada, bob] = [await server.signIn(), await server.signIn()]
    const [hers, his] = [await post(ada, '', { title: 'A' }), await post(bob, '', { title: 'B' })]
    expect([hers.body.title, his.body.title]).toEqual(['A', 'B'])
  })

  test('bulk, actions, restoring and creating an API key accept a key', async () => {
    const ada = await server.signIn()
    const bulk = { operations: [{ type: 'create', title: 'x' }] }
    const made = await post(ada, '/bulk', bulk, 'b')
    expect(await post(ada, '/bulk', bulk, 'b')).toMatchObject({ status: 200, text: made.text })
    const { id } = made.body.results[0].task
    for (const action of ['complete', 'reopen', 'restore']) {
      const path = `/${id}/${action}`
      const done = await ada.rest('POST', `${ada.tasks}${path}`, { headers: { 'idempotency-key': action } })
      const again = await ada.rest('POST', `${ada.tasks}${path}`, { headers: { 'idempotency-key': action } })
      expect(again).toMatchObject({
        status: 200,
        text: done.text,
        headers: { 'idempotency-replayed': 'true' },
      })
    }
    const key = { json: { name: 'x', scopes: ['tasks:read'] }, headers: { 'idempotency-key': 'k' } }
    const [one, two] = [
      await ada.rest('POST', '/api/v1/users/me/api-keys', key),
      await ada.rest('POST', '/api/v1/users/me/api-keys', key),
    ]
    expect(one.body.key).toMatch(/^tdm_/)
    expect(two.text).toBe(one.text)
    expect(await ada.trpc.apiKey.list.query()).toHaveLength(1)
    const stored = await server.database.client.idempotencyKey.findMany({ where: { userId: ada.id } })
    for (const { answer } of stored) expect(Buffer.from(answer).toString('latin1')).not.toContain('tdm_')
  })

  test('a refused request leaves its key unused', async () => {
    const ada = await server.signIn()
    const id = uuidv7()
    await ada.trpc.task.create.mutate({ id, title: 'there already' })
    expect((await post(ada, '', { id, title: 'Once' })).status).toBe(409)
    expect((await post(ada, '', { title: '' })).status).toBe(422)
    expect((await post(ada, '', { title: 'Once' })).status).toBe(201)
  })

  test.each([[''], ['x'.repeat(256)], ['a b'], ['ä']])('%j is not a valid key', async (key) => {
    const answer = await post(await server.signIn(), '', { title: 'x' }, key)
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['Idempotency-Key'] }] } })
  })

  test('stored responses survive a restart', async () => {
    const ada = await server.signIn()
    const first = await post(ada, '', { title: 'Once' })
    const restarted = await serve(server.database)
    onTestFinished(() => restarted.app.close())
    const again = await restarted.app.inject({
      method: 'POST',
      url: ada.tasks,
      headers: { authorization: `Bearer ${ada.token}`, 'idempotency-key': 'key' },
      payload: { title: 'Once' },
    })
    expect(again.payload).toBe(first.text)
  })

  test('tRPC accepts a key for a single call, but not for a batch', async () => {
    const ada = await server.signIn()
    const call = (path: string, input: unknown) =>
      server.app.inject({
        method: 'POST',
        url: `/trpc/${path}`,
        headers: { authorization: `Bearer ${ada.token}`, 'idempotency-key': 'key' },
        payload: input as object,
      })
    const first = await call('task.create', { title: 'Once' })
    const again = await call('task.create', { title: 'Once' })
    expect(again.payload).toBe(first.payload)
    expect(again.headers['idempotency-replayed']).toBe('true')
    const batch = await call('task.create,task.create?batch=1', { 0: { title: 'x' }, 1: { title: 'x' } })
    expect(batch.statusCode).toBe(400)
    expect(await count(ada)).toBe(1)
  })
})
