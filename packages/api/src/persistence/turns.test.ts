import type { Turns } from '@tandem/db/types'
import { describe, expect, onTestFinished, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'
import { withKey } from './testing/idempotent-calls.ts'

const world = await testApi()
const { signIn, services, call } = world

type Api = Awaited<ReturnType<typeof signIn>>['api']

/** More than any pool of the tests has connections. */
const FLOOD = 24
const bulk = (title: string, count = 5) => ({
  operations: Array.from({ length: count }, () => ({ type: 'create' as const, title })),
})

function deferred() {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** Holds turns of a user until they are released, at the latest when the test ends. */
function hold(turns: Turns, userId: string, count = 1) {
  const end = deferred()
  const held = Array.from({ length: count }, () => turns.take(userId, () => end.promise))
  onTestFinished(async () => {
    end.resolve()
    await Promise.all(held)
  })
  return () => end.resolve()
}

/** Holds the turn of a user's transactions. */
const holdTurn = (userId: string) => hold(services.turns.transactions, userId)

/** How much of one user runs at the same time: as much as is running once much has been asked for. */
async function concurrent(turns: Turns, userId: string) {
  const end = deferred()
  let running = 0
  const asked = Array.from({ length: FLOOD }, () =>
    turns.take(userId, () => {
      running += 1
      return end.promise
    }),
  )
  await new Promise(setImmediate)
  const seen = running
  end.resolve()
  await Promise.all(asked)
  return seen
}

describe('a flood of one user', () => {
  test.each<[string, (api: Api, n: number) => Promise<unknown>]>([
    ['bulks', (api) => api.task.bulk(bulk('flood'))],
    ['statistics', (api) => api.task.stats()],
    ['searches', (api) => api.task.list({ q: 'flood' })],
    ['pages', (api) => api.task.list()],
    ['account', (api) => api.session.list()],
    ['exports', (api) => api.user.export()],
  ])('waits for the turns of that user, and others are answered meanwhile: %s', async (_, floodWith) => {
    const [attacker, bystander] = [await signIn(), await signIn()]
    const task = await bystander.api.task.create({ title: 'of a bystander' })
    const { calls, pages } = services.turns
    const held = [holdTurn(attacker.id)]
    for (const turns of [calls, pages])
      held.push(hold(turns, attacker.id, await concurrent(turns, attacker.id)))
    let done = 0
    const flood = Array.from({ length: FLOOD }, async (_, n) => {
      await floodWith(attacker.api, n)
      done += 1
    })
    // Once in a statement of its own, once in a statement with others, once in a transaction.
    await bystander.api.apiKey.list()
    await bystander.api.task.get({ id: task.id })
    await withKey(world, bystander, 'k').task.create({ title: 'with a key' })
    expect(done).toBe(0)
    for (const end of held) end()
    await Promise.all(flood)
    expect(done).toBe(FLOOD)
  })
})

test('of one user what may read all rows runs one at a time, and short pages do not wait for it', async () => {
  const ada = await signIn()
  const { project } = ada.api
  for (const title of ['a', 'b', 'c']) await ada.api.task.create({ title })
  for (const name of ['a', 'b']) await project.create({ name })
  const projects = await project.list({ limit: 1 })
  expect(await concurrent(services.turns.scans, ada.id)).toBe(1)
  const release = hold(services.turns.scans, ada.id)
  const { data, page } = await ada.api.task.list({ limit: 2, sort: 'title' })
  expect(data.map(({ title }) => title)).toEqual(['a', 'b'])
  await ada.api.task.list({ limit: 2, sort: 'title', cursor: page.nextCursor ?? '' })
  await project.list({ limit: 1, cursor: projects.page.nextCursor ?? '' })
  let done = 0
  const scans = [
    ada.api.task.list({ tag: ['none'] }),
    ada.api.task.list({ offset: 1 }),
    ada.api.task.list({ sort: 'status,title' }),
    ada.api.task.stats(),
    ada.api.task.tags(),
    ada.api.task.projects(),
    ada.api.user.export(),
    // Its total is counted.
    project.list(),
  ]
  for (const scan of scans) void scan.then(() => done++)
  await ada.api.task.list()
  expect(done).toBe(0)
  release()
  await Promise.all(scans)
})

test('a transaction of a user waits for the one before, and those of others do not', async () => {
  const [ada, bob] = [await signIn(), await signIn()]
  const release = holdTurn(ada.id)
  let done = 0
  const waiting = [ada.api.task.bulk(bulk('a')), withKey(world, ada, 'k').task.create({ title: 'b' })]
  for (const one of waiting) void one.then(() => done++)
  await bob.api.task.bulk(bulk('c'))
  expect((await ada.api.task.list()).page.totalCount).toBe(0)
  // The same call again is told at once, and does not wait.
  expect(await refusal(withKey(world, ada, 'k').task.create({ title: 'b' }))).toMatchObject({ status: 409 })
  expect(done).toBe(0)
  release()
  await Promise.all(waiting)
  expect((await ada.api.task.list()).page.totalCount).toBe(6)
})

test('a user can sign out while their bulks wait', async () => {
  const ada = await signIn()
  holdTurn(ada.id)
  const waiting = ada.api.task.bulk(bulk('a'))
  await ada.api.auth.logout()
  expect(await refusal(ada.api.task.list())).toMatchObject({ status: 401 })
  await expect(Promise.race([waiting, Promise.resolve('waits')])).resolves.toBe('waits')
})

test('a call whose caller has left does not run', async () => {
  const ada = await signIn()
  const release = holdTurn(ada.id)
  let isGone = false
  const hasLeft = () => isGone
  const api = call(`Bearer ${ada.token}`, { hasLeft })
  const left = refusal(api.task.bulk(bulk('never')))
  const keyed = refusal(
    call(`Bearer ${ada.token}`, { idempotencyKey: 'k', hasLeft }).task.create({ title: 'never' }),
  )
  const stays = ada.api.task.bulk(bulk('stays', 1))
  isGone = true
  release()
  expect(await Promise.all([left, keyed])).toMatchObject([{ status: 400 }, { status: 400 }])
  await stays
  expect((await ada.api.task.list()).data.map(({ title }) => title)).toEqual(['stays'])
})

test('a user whose calls wait in their hundreds is refused more, and nobody else', async () => {
  const [ada, bob] = [await signIn(), await signIn()]
  holdTurn(ada.id)
  for (let n = 0; n < 500; n++) services.turns.transactions.take(ada.id, async () => {}).catch(() => {})
  expect(await refusal(ada.api.task.bulk(bulk('one too many')))).toMatchObject({
    status: 503,
    message: expect.stringContaining('Too many of your calls'),
  })
  await bob.api.task.bulk(bulk('x'))
})
