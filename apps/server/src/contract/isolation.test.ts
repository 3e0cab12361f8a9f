import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, rest, type TestApp, testApp } from '../testing/app.ts'
import { openEvents } from '../testing/event-stream.ts'
import { PROCEDURES, type RestProcedure, restProcedures, restStreams } from '../testing/procedures.ts'

/**
 * Who may call each procedure, and whose data it can reach. A new procedure has to be put in one of these classes
 * before the suite passes again; the tests below then prove for it what SPEC 4 promises.
 */
const ACCESS: Record<
  string,
  'public' | 'own account' | 'own session' | 'own key' | 'own tasks' | 'own task' | 'own stream' | 'admin'
> = {
  'admin.listUsers': 'admin',
  'admin.getUser': 'admin',
  'admin.changeUser': 'admin',
  'admin.deleteUser': 'admin',
  'apiKey.list': 'own account',
  'apiKey.create': 'own account',
  'apiKey.revoke': 'own key',
  'calendar.feed': 'own account',
  'calendar.createFeed': 'own account',
  'calendar.revokeFeed': 'own account',
  'session.list': 'own account',
  'session.revoke': 'own session',
  'session.revokeAll': 'own account',
  'user.changePassword': 'own account',
  'user.export': 'own account',
  'auth.register': 'public',
  'auth.token': 'public',
  'auth.logout': 'own account',
  'user.me': 'own account',
  'user.update': 'own account',
  'user.delete': 'own account',
  'task.list': 'own tasks',
  'task.create': 'own tasks',
  'task.quickAdd': 'own tasks',
  'task.get': 'own task',
  'task.replace': 'own task',
  'task.update': 'own task',
  'task.delete': 'own task',
  'task.complete': 'own task',
  'task.reopen': 'own task',
  'task.bulk': 'own tasks',
  'task.stats': 'own tasks',
  'task.tags': 'own tasks',
  'task.changes': 'own tasks',
  'task.listDeleted': 'own tasks',
  'task.restore': 'own task',
  'task.onChange': 'own stream',
}

/** What a procedure needs beside an id to be a valid call. */
const FIELDS: Record<string, Record<string, unknown>> = {
  'apiKey.create': { name: 'x', scopes: ['tasks:read'] },
  'user.changePassword': { currentPassword: 'x', newPassword: 'correct horse battery' },
  'task.create': { title: 'x' },
  'task.quickAdd': { text: 'x', timeZone: 'UTC' },
  'task.replace': { title: 'x' },
  'task.update': { title: 'x' },
  'task.bulk': { operations: [{ type: 'create', title: 'x' }] },
}

const procedures = restProcedures()
const having = (...classes: string[]) => procedures.filter(({ path }) => classes.includes(ACCESS[path] ?? ''))

test('every procedure of the router is classified', () => {
  expect(Object.keys(PROCEDURES).sort()).toEqual(Object.keys(ACCESS).sort())
})

describe('isolation', () => {
  let server: TestApp
  let ada: Caller
  let bob: Caller
  let admin: Caller
  let bobsTask: string
  let bobsKey: string
  let bobsCalendar: string

  beforeAll(async () => {
    server = await testApp()
    ada = await server.signIn()
    bob = await server.signIn()
    admin = await server.signIn('admin')
    bobsTask = (await bob.trpc.task.create.mutate({ title: "Bob's" })).id
    bobsCalendar = (await bob.trpc.calendar.createFeed.mutate()).path
    bobsKey = (await bob.trpc.apiKey.create.mutate({ name: "Bob's", scopes: ['tasks:read'] })).id
  })

  const restUrl = ({ route }: RestProcedure, userId: string, id: string) =>
    `/api/v1${route.path.replace('{userId}', userId).replace('{id}', id)}`

  const overRest = (procedure: RestProcedure, userId: string, id: string, caller?: Caller, extra = {}) => {
    const { path, route } = procedure
    const json =
      route.method === 'GET' || route.method === 'DELETE' ? undefined : { ...FIELDS[path], ...extra }
    const options = json === undefined ? {} : { json }
    const url = restUrl(procedure, userId, id)
    return caller ? caller.rest(route.method, url, options) : rest(server.app, route.method, url, options)
  }

  /** tRPC's own envelope, by hand: the client would not send what its types refuse. */
  const overTrpc = async ({ path, type }: RestProcedure, input: unknown, token?: string) => {
    const query = type === 'query' ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
    const answer = await fetch(`${server.url}/trpc/${path}${query}`, {
      method: type === 'query' ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(type === 'mutation' && { body: JSON.stringify(input) }),
    })
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }

  test.each(procedures.filter(({ path }) => ACCESS[path] !== 'public'))(
    '$path needs a token, on both transports',
    async (procedure) => {
      expect(procedure.route.protect).toBe(true)
      const answer = await overRest(procedure, ada.id, uuidv7())
      expect(answer).toMatchObject({ status: 401, body: { error: 'UNAUTHORIZED' } })
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer /)
      expect(await overTrpc(procedure, {})).toMatchObject({
        status: 401,
        body: { error: { data: { error: 'UNAUTHORIZED' } } },
      })
    },
  )

  test.each(having('public'))('$path is open to anyone', async (procedure) => {
    expect(procedure.route.protect ?? false).toBe(false)
    expect((await overRest(procedure, '', '')).status).not.toBe(401)
  })

  test.each(having('own tasks', 'own task'))(
    "1: $path under somebody else's path is 403, for every role",
    async (procedure) => {
      expect(procedure.route.path).toMatch(/^\/\{userId\}\/tasks/)
      for (const caller of [ada, admin]) {
        for (const userId of [bob.id, uuidv7(), 'me', '..%2f', 'null', `${caller.id}x`]) {
          const answer = await overRest(procedure, userId, bobsTask, caller)
          expect(answer, userId).toMatchObject({ status: 403, body: { error: 'FORBIDDEN' } })
        }
      }
    },
  )

  test.each(having('own account', 'own session', 'own key', 'own tasks', 'own task'))(
    '2: $path takes no owner from its input',
    async (procedure) => {
      const id = procedure.route.path.includes('{id}') ? { id: uuidv7() } : {}
      for (const name of ['userId', 'user_id', 'ownerId', 'user']) {
        const answer = await overTrpc(
          procedure,
          { ...FIELDS[procedure.path], ...id, [name]: bob.id },
          ada.token,
        )
        expect(answer).toMatchObject({
          status: 422,
          body: { error: { data: { issues: [{ path: [name] }] } } },
        })
      }
      if (['POST', 'PUT', 'PATCH'].includes(procedure.route.method)) {
        const answer = await overRest(procedure, ada.id, uuidv7(), ada, { userId: bob.id })
        expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['userId'] }] } })
      }
    },
  )

  test.each(having('own session', 'own key', 'own task'))(
    "3: $path with somebody else's task is the same 404 as with one that does not exist",
    async (procedure) => {
      const say = ({ status, body }: { status: number; body: { requestId?: string } }) => ({
        status,
        ...body,
        requestId: '',
      })
      const ids: Record<string, string> = { 'own session': bob.sessionId, 'own key': bobsKey }
      const id = ids[ACCESS[procedure.path] ?? ''] ?? bobsTask
      const theirs = await overRest(procedure, ada.id, id, ada)
      const nowhere = await overRest(procedure, ada.id, uuidv7(), ada)
      expect(theirs.status).toBe(404)
      expect(say(theirs)).toEqual(say(nowhere))

      const input = { ...FIELDS[procedure.path], id }
      expect(await overTrpc(procedure, input, ada.token)).toMatchObject({
        status: 404,
        body: { error: { data: { error: 'NOT_FOUND' } } },
      })
      expect(await overTrpc(procedure, { ...input, ifVersion: 1 }, ada.token)).not.toMatchObject({
        status: 412,
      })
    },
  )

  test.each(restStreams())(
    '$path streams nothing but what is the caller’s own',
    async ({ path, route, scopes }) => {
      expect(ACCESS[path]).toBe('own stream')
      const open = (userId: string, headers: Record<string, string>, query = '') =>
        openEvents(`${server.url}/api/v1${route.path.replace('{userId}', userId)}${query}`, headers)
      const bearer = ({ token }: Caller) => ({ authorization: `Bearer ${token}` })
      /** tRPC tells a refusal as the first and last event of the stream. */
      const overTrpc = async (input: object, headers: Record<string, string>) => {
        const stream = await openEvents(`${server.url}/trpc/${path}?input=${JSON.stringify(input)}`, headers)
        await stream.ended
        const [refusal] = stream.events().filter(({ event }) => event === 'serialized-error')
        return JSON.parse(refusal?.data ?? '{}').data?.httpStatus
      }

      expect((await open(ada.id, {})).status).toBe(401)
      expect(await overTrpc({}, {})).toBe(401)
      for (const caller of [ada, admin]) {
        for (const userId of [bob.id, uuidv7(), 'me'])
          expect((await open(userId, bearer(caller))).status).toBe(403)
      }
      expect((await open(ada.id, bearer(ada), `?userId=${bob.id}`)).status).toBe(422)
      expect(await overTrpc({ userId: bob.id }, bearer(ada))).toBe(422)

      expect(scopes).toEqual(['tasks:read'])
      const { key } = await ada.trpc.apiKey.create.mutate({ name: 'x', scopes: ['tasks:write'] })
      expect((await open(ada.id, { 'x-api-key': key })).status).toBe(403)
      expect(await overTrpc({}, { 'x-api-key': key })).toBe(403)

      const stream = await open(ada.id, { ...bearer(ada), 'last-event-id': '0' })
      await bob.trpc.task.update.mutate({ id: bobsTask, description: "Bob's own" })
      const { id } = await ada.trpc.task.create.mutate({ title: "Ada's" })
      await expect.poll(() => stream.text()).toContain(id)
      expect(stream.text()).not.toContain(bobsTask)
      stream.close()
      await bob.trpc.task.update.mutate({ id: bobsTask, description: null })
    },
  )

  test.each(having('admin'))('$path is for administrators alone', async (procedure) => {
    const input = procedure.route.path.includes('{userId}') ? { userId: uuidv7() } : {}
    expect(await overRest(procedure, bob.id, '', ada)).toMatchObject({
      status: 403,
      body: { error: 'FORBIDDEN' },
    })
    expect(await overTrpc(procedure, input, ada.token)).toMatchObject({ status: 403 })
    expect((await overTrpc(procedure, input, admin.token)).status).not.toBe(403)
  })

  test.each(having('own account', 'own session', 'own key', 'own tasks', 'own task', 'admin'))(
    'an API key reaches $path only with the scope it asks for',
    async (procedure) => {
      const { path, route, scopes: asked, type } = procedure
      for (const scopes of [['tasks:read'], ['tasks:write']] as const) {
        const { key } = await admin.trpc.apiKey.create.mutate({ name: 'x', scopes: [...scopes] })
        const allowed = asked?.every((scope) => scopes.some((held) => held === scope)) ?? false
        const headers = { 'x-api-key': key }
        const input = { ...FIELDS[path], ...(route.path.includes('{id}') && { id: uuidv7() }) }
        const over = await server.app.inject({
          method: type === 'query' ? 'GET' : 'POST',
          url: `/trpc/${path}${type === 'query' ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`,
          headers: { ...headers, 'content-type': 'application/json' },
          ...(type === 'mutation' && { payload: JSON.stringify(input) }),
        })
        const json = ['POST', 'PUT', 'PATCH'].includes(route.method) ? { json: FIELDS[path] ?? {} } : {}
        const direct = await rest(server.app, route.method, restUrl(procedure, admin.id, uuidv7()), {
          headers,
          ...json,
        })
        for (const status of [over.statusCode, direct.status]) {
          if (allowed) expect([200, 201, 204, 404]).toContain(status)
          else expect(status).toBe(403)
        }
        await server.database.client.apiKey.deleteMany({ where: { userId: admin.id } })
      }
    },
  )

  test("after all of it nothing of Bob's has changed, and none of it was ever answered to anyone else", async () => {
    const bobs = await bob.trpc.task.list.query()
    expect(bobs.data).toMatchObject([{ id: bobsTask, title: "Bob's", version: 3 }])
    expect(await bob.trpc.apiKey.list.query()).toMatchObject([{ id: bobsKey }])
    expect((await rest(server.app, 'GET', bobsCalendar)).text).not.toContain('VEVENT')
    expect(await bob.trpc.session.list.query()).toMatchObject([{ id: bob.sessionId, current: true }])
    for (const caller of [ada, admin]) {
      expect(JSON.stringify(await caller.trpc.task.list.query({ limit: 100 }))).not.toContain(bobsTask)
    }
  })

  test('a path in capitals is the same path: ids are compared as UUIDs', async () => {
    expect((await ada.rest('GET', `/api/v1/${ada.id.toUpperCase()}/tasks`)).status).toBe(200)
  })
})
