import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type TestApp, testApp } from '../testing/app.ts'
import type { Caller, Credentials } from '../testing/caller.ts'
import { allProcedures, type Fields, type Ids, type Procedure } from '../testing/procedures.ts'
import { credentialsFor, restRequest, send, takesBody, trpcRequest } from '../testing/requests/requests.ts'

/** Proves for every procedure of the router that it only reaches the caller's own data. Streams: `streams/isolation.test.ts`. */
const procedures = await allProcedures()
const calls = procedures.filter(({ type }) => type !== 'subscription')
const isOwned = ({ class: accessClass }: Procedure) => ['owner', 'owning-admin'].includes(accessClass)
const owned = calls.filter(isOwned)
const addressed = calls.filter(({ params, isPrivate }) => params.length > 0 && isPrivate)
const shared = calls.filter(({ class: accessClass }) => accessClass === 'user')

let server: TestApp
let admin: Caller
/** Two users, and two administrators for features that only those can use. */
let people: Record<'user' | 'admin', { ada: Caller; bob: Caller }>
const adaOf = ({ role }: Procedure) => people[role ?? 'user'].ada
const bobOf = ({ role }: Procedure) => people[role ?? 'user'].bob
/** By feature, the path parameters of something that Ada owns, and of something that Bob owns. */
const own = new Map<string, Ids>()
const foreign = new Map<string, Ids>()
/** The text of every response to anyone but Bob. */
const answers: string[] = []
let before: unknown

beforeAll(async () => {
  server = await testApp()
  const signIn = async (role?: 'admin') => ({
    ada: await server.signIn(role),
    bob: await server.signIn(role),
  })
  people = { user: await signIn(), admin: await signIn('admin') }
  admin = await server.signIn('admin')
  for (const procedure of procedures) {
    const { feature, sample } = procedure
    if (!own.has(feature)) own.set(feature, await sample(adaOf(procedure)))
    if (procedure.isPrivate && !foreign.has(feature)) {
      const ids = await sample(bobOf(procedure))
      // What else is made may be shared.
      const params = procedures.flatMap((one) => (one.feature === feature ? one.params : []))
      foreign.set(feature, pick(ids, params))
    }
  }
  await people.user.bob.trpc.calendar.createFeed.mutate()
  before = await everythingOfBob()
})

const ownIds = ({ feature }: Procedure) => own.get(feature) ?? {}
const foreignIds = ({ feature }: Procedure) => foreign.get(feature) ?? {}
/** Something of a row may be called as an owner would be, and says nothing of whose it is. */
const hasField = ({ def }: Procedure, name: string) =>
  def.inputs.some((input) => input instanceof z.ZodObject && name in input.shape)
const pick = (ids: Ids, names: string[]): Ids =>
  Object.fromEntries(Object.entries(ids).filter(([name]) => names.includes(name)))
/** Also for what calls name beside the path, such as what a relation points to. */
const missingIds = (procedure: Procedure): Ids =>
  Object.fromEntries([...procedure.params, ...Object.keys(ownIds(procedure))].map((name) => [name, uuidv7()]))

async function everythingOfBob() {
  const everything = []
  for (const { bob } of Object.values(people)) {
    const { exportedAt, ...held } = await bob.trpc.user.export.query()
    everything.push(held)
  }
  return everything
}

async function ask(request: Parameters<typeof send>[1], credentials?: Credentials) {
  const answer = await send(server.app, request, credentials)
  answers.push(answer.text)
  return answer
}

const overRest = (procedure: Procedure, ids: Ids, credentials?: Credentials, more: Fields = {}) =>
  ask(restRequest(procedure, ids, { ...procedure.fields(ids), ...more }), credentials)

const overTrpc = (procedure: Procedure, ids: Ids, credentials?: Credentials, more: Fields = {}) =>
  ask(trpcRequest(procedure, { ...procedure.input(ids), ...more }), credentials)

test.each(calls.filter((procedure) => procedure.class !== 'public'))(
  '$path needs a token over both APIs',
  async (procedure) => {
    expect(procedure.route.protect).toBe(true)
    const answer = await overRest(procedure, { ...ownIds(procedure), userId: adaOf(procedure).id })
    expect(answer).toMatchObject({ status: 401, body: { error: 'UNAUTHORIZED' } })
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /)
    expect(await ask(trpcRequest(procedure, {}))).toMatchObject({
      status: 401,
      body: { error: { data: { error: 'UNAUTHORIZED' } } },
    })
  },
)

test.each(calls.filter((procedure) => procedure.class === 'public'))(
  '$path is open to anyone',
  async (procedure) => {
    expect(procedure.route.protect ?? false).toBe(false)
    expect((await overRest(procedure, ownIds(procedure))).status).not.toBe(401)
    const stale = { authorization: 'Bearer stale' }
    expect((await overRest(procedure, ownIds(procedure), stale)).status).not.toBe(401)
  },
)

test.each(owned)("1: $path under another user's path is 403, for every role", async (procedure) => {
  expect(procedure.route.path).toMatch(/^\/\{userId\}\//)
  for (const caller of [adaOf(procedure), admin]) {
    for (const userId of [bobOf(procedure).id, uuidv7(), 'me', '..%2f', 'null', `${caller.id}x`]) {
      const params = { ...foreignIds(procedure), userId }
      const answer = await overRest(procedure, params, await credentialsFor(procedure, caller))
      expect(answer, userId).toMatchObject({ status: 403, body: { error: 'FORBIDDEN' } })
    }
  }
})

test.each([...calls.filter(({ isPrivate }) => isPrivate), ...shared])(
  '2: $path refuses an owner in its input',
  async (procedure) => {
    const ids = ownIds(procedure)
    const [ada, bob] = [adaOf(procedure), bobOf(procedure)]
    const credentials = await credentialsFor(procedure, ada)
    for (const name of ['userId', 'user_id', 'ownerId', 'user'].filter((one) => !hasField(procedure, one))) {
      const answer = await overTrpc(procedure, ids, credentials, { [name]: bob.id })
      expect(answer).toMatchObject({
        status: 422,
        body: { error: { data: { issues: [{ path: [name] }] } } },
      })
    }
    if (!takesBody(procedure)) return
    const answer = await overRest(procedure, { ...ids, userId: ada.id }, credentials, { userId: bob.id })
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['userId'] }] } })
  },
)

describe.each(addressed)(
  "3: $path with another user's id is the same 404 as with a missing one",
  (procedure) => {
    const withoutRequestId = ({ status, body }: { status: number; body: object }) => ({
      status,
      ...body,
      requestId: '',
    })
    const credentials = () => credentialsFor(procedure, adaOf(procedure))
    const over = async (ids: Ids) =>
      overRest(procedure, { ...ids, userId: adaOf(procedure).id }, await credentials())

    test('in every path parameter at once', async () => {
      const foreign = { ...ownIds(procedure), ...foreignIds(procedure) }
      const theirs = await over(foreign)
      expect(theirs.status).toBe(404)
      const missing = await over({ ...ownIds(procedure), ...missingIds(procedure) })
      expect(withoutRequestId(theirs)).toEqual(withoutRequestId(missing))

      expect(await overTrpc(procedure, foreign, await credentials())).toMatchObject({
        status: 404,
        body: { error: { data: { error: 'NOT_FOUND' } } },
      })
      const withVersion = await overTrpc(procedure, foreign, await credentials(), {
        ifVersion: 1,
      })
      expect(withVersion.status).not.toBe(412)
    })

    test.each(procedure.params)('in {%s} alone, with the caller’s own ids in the others', async (name) => {
      const withOne = (ids: Ids) => ({ ...ownIds(procedure), [name]: ids[name] ?? '' })
      const [theirs, missing] = [withOne(foreignIds(procedure)), withOne(missingIds(procedure))]
      const answer = await over(theirs)
      expect(answer.status).toBe(404)
      expect(withoutRequestId(answer)).toEqual(withoutRequestId(await over(missing)))
      for (const ids of [theirs, missing])
        expect((await overTrpc(procedure, ids, await credentials())).status).toBe(404)
    })
  },
)

test.each(calls.filter(({ class: accessClass }) => ['admin', 'owning-admin'].includes(accessClass)))(
  '$path is for administrators alone',
  async (procedure) => {
    const { ada } = people.user
    const params = { ...(isOwned(procedure) && { userId: ada.id }), ...missingIds(procedure) }
    const credentials = await credentialsFor(procedure, ada)
    expect(await overRest(procedure, params, credentials)).toMatchObject({
      status: 403,
      body: { error: 'FORBIDDEN' },
    })
    expect(await overTrpc(procedure, params, credentials)).toMatchObject({ status: 403 })
    const request = trpcRequest(procedure, params)
    const answer = await send(server.app, request, await credentialsFor(procedure, admin))
    expect(answer.status).not.toBe(403)
  },
)

test.each(shared.filter(({ type }) => type === 'query'))(
  '$path answers every user the same',
  async (procedure) => {
    const answerTo = async (caller: Caller) => {
      const credentials = await credentialsFor(procedure, caller)
      const { status, body } = await overRest(procedure, ownIds(procedure), credentials)
      return { status, body }
    }
    const hers = await answerTo(await server.signIn())
    expect(hers).toMatchObject({ status: 200 })
    expect(await answerTo(await server.signIn())).toEqual(hers)
  },
)

test.each(owned.filter(({ type, params }) => type === 'query' && params.length === 0))(
  '$path returns only the caller’s own data, for every role',
  async (procedure) => {
    const ids = foreignIds(procedure)
    for (const caller of [adaOf(procedure), admin]) {
      const credentials = await credentialsFor(procedure, caller)
      const answer = await overRest(procedure, { userId: caller.id }, credentials)
      expect(answer.status).toBe(200)
      for (const id of Object.values(ids)) expect(answer.text).not.toContain(id)
    }
  },
)

test("no response to anyone else contained an id of Bob's, and his data is unchanged", async () => {
  expect(answers.length).toBeGreaterThan(0)
  const all = answers.join('\n')
  for (const ids of foreign.values()) for (const id of Object.values(ids)) expect(all).not.toContain(id)
  expect(await everythingOfBob()).toEqual(before)
})

test('a user id in capitals is the same id', async () => {
  const { ada } = people.user
  expect((await ada.rest('GET', `/api/v1/${ada.id.toUpperCase()}/tasks`)).status).toBe(200)
})
