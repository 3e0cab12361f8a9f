import { type Scope, scope } from '@tandem/api'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { bearer, type Caller, type Credentials } from '../testing/caller.ts'
import { allProcedures, type Ids, type Procedure } from '../testing/procedures.ts'
import { openEvents } from '../testing/requests/event-stream.ts'
import { restRequest, restUrl, send, trpcRequest } from '../testing/requests/requests.ts'

const procedures = await allProcedures()
const calls = procedures.filter(
  ({ type, class: accessClass }) => type !== 'subscription' && accessClass !== 'public',
)

const streams = procedures.filter(({ type }) => type === 'subscription')

let server: TestApp
/** An administrator, so that no call is refused because of the role. */
let ada: Caller
const keys = new Map<string, Credentials>()
/** What the calls of a feature need, of hers. */
const samples = new Map<string, Ids>()

beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn('admin')
  for (const option of scope.options) {
    const { key } = await ada.trpc.apiKey.create.mutate({ name: option, scopes: [option] })
    keys.set(option, { 'x-api-key': key })
  }
})

/** The same of hers for each call, so that she needs no more rows than there are values for. */
async function idsOfHers(procedure: Procedure): Promise<Ids> {
  const ids = samples.get(procedure.feature) ?? (await idsOf(procedure, ada))
  samples.set(procedure.feature, ids)
  return ids
}

async function idsOf(procedure: Procedure, caller: Caller): Promise<Ids> {
  return { ...(await procedure.sample(caller)), userId: caller.id }
}

function requestsFor(procedure: Procedure, ids: Ids) {
  return {
    rest: restRequest(procedure, ids, procedure.fields(ids)),
    trpc: trpcRequest(procedure, procedure.input(ids)),
  }
}

test.each(scope.options)('a key with the scope %s can be made over both APIs', async (option) => {
  // There are more scopes than anybody may have keys once there are more resources.
  const user = await server.signIn()
  const json = { name: option, scopes: [option] }
  const made = await user.rest('POST', '/api/v1/users/me/api-keys', { json })
  expect(made).toMatchObject({ status: 201, body: json })
  expect(await user.trpc.apiKey.create.mutate(json)).toMatchObject(json)
})

test.each(procedures)(
  '$path requires one scope where API keys may call it, and a session otherwise',
  (procedure) => {
    const { credentials, scopes, type } = procedure
    if (!credentials.includes('apiKey')) expect(scopes).toBeUndefined()
    else expect(scopes).toEqual([expect.stringMatching(type === 'mutation' ? /:write$/ : /:read$/)])
  },
)

test.each(calls.filter(({ credentials }) => !credentials.includes('jwt')))(
  '$path refuses an access token: it is for API keys alone',
  async (procedure) => {
    for (const request of Object.values(requestsFor(procedure, await idsOfHers(procedure))))
      expect((await send(server.app, request, bearer(ada))).status).toBe(403)
  },
)

test('one credential in both headers counts as sent once, two do not', async () => {
  const { key } = await ada.trpc.apiKey.create.mutate({ name: 'x', scopes: ['tasks:read'] })
  const list = async (bearer: string, apiKey: string) => {
    const headers = { authorization: `Bearer ${bearer}`, 'x-api-key': apiKey }
    const overRest = await ada.rest('GET', ada.tasks, { headers })
    const overTrpc = await send(server.app, { method: 'GET', url: '/trpc/task.list', headers: {} }, headers)
    expect(overTrpc.status).toBe(overRest.status)
    return overRest.status
  }
  expect(await list(key, key)).toBe(200)
  expect(await list(ada.token, ada.token)).toBe(200)
  expect(await list(ada.token, key)).toBe(401)
  expect(await list(key, ada.token)).toBe(401)
  const unknown = `tdm_${'x'.repeat(43)}`
  expect(await list(unknown, unknown)).toBe(401)
})

describe.each(calls)('$path with an API key', (procedure) => {
  const isAllowed = (option: Scope) => procedure.scopes?.includes(option) ?? false

  test.each(scope.options.filter(isAllowed))('of the scope %s is answered', async (option) => {
    for (const transport of ['rest', 'trpc'] as const) {
      // Each call changes what it is about.
      const caller = await server.signIn('admin')
      const request = requestsFor(procedure, await idsOf(procedure, caller))[transport]
      const { status, text } = await send(server.app, request, await caller.key(option))
      expect([200, 201, 204], `${transport}: ${text}`).toContain(status)
    }
  })

  test('of any other scope is refused', async () => {
    const ids = await idsOfHers(procedure)
    for (const option of scope.options.filter((option) => !isAllowed(option))) {
      for (const [transport, request] of Object.entries(requestsFor(procedure, ids)))
        expect((await send(server.app, request, keys.get(option))).status, `${transport} ${option}`).toBe(403)
    }
  })
})

test.each(streams)('$path opens for an API key with its scope alone', async (procedure) => {
  const { path, scopes } = procedure
  const ids = { ...(await procedure.sample(ada)), userId: ada.id }
  const input = encodeURIComponent(JSON.stringify(procedure.input(ids)))
  for (const option of scope.options) {
    const credentials = keys.get(option)
    const status = scopes?.includes(option) ? 200 : 403
    const overRest = await openEvents(server.url + restUrl(procedure, ids), credentials)
    expect(overRest.status).toBe(status)
    overRest.close()

    const overTrpc = await openEvents(`${server.url}/trpc/${path}?input=${input}`, credentials)
    await expect.poll(() => overTrpc.events().length).toBeGreaterThan(0)
    // tRPC sends a refusal as the first and last event of the stream.
    const refused = overTrpc.events().find(({ event }) => event === 'serialized-error')
    expect(JSON.parse(refused?.data ?? '{}').data?.httpStatus ?? 200).toBe(status)
    overTrpc.close()
  }
})
