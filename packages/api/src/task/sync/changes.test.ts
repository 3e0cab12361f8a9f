import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { purge } from '../../purge.ts'
import { refusal, testApi } from '../../testing/test-api.ts'
import type { Task } from '../schema.ts'
import type { TaskChange, TaskChanges } from './schema.ts'

const { signIn, db, clock } = await testApi()
type User = Awaited<ReturnType<typeof signIn>>

/** Numbers from 0 to below `n`, the same ones for the same seed (mulberry32). */
function dice(seed: number) {
  let state = seed
  return (n: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n
  }
}

function apply(copy: Map<string, Task>, changes: TaskChange[]) {
  for (const change of changes) {
    if (change.type === 'upsert') copy.set(change.task.id, change.task)
    else copy.delete(change.id)
  }
}

/** What a client does: page after page until there is no more. */
async function follow(
  { api }: User,
  { copy, since, limit }: { copy: Map<string, Task>; since: number; limit: () => number },
  between: () => Promise<unknown> = async () => {},
) {
  let page: TaskChanges = { changes: [], revision: since, hasMore: true }
  while (page.hasMore) {
    const before = page
    page = await api.task.changes({ since: before.revision, begunAt: before.begunAt, limit: limit() })
    apply(copy, page.changes)
    await between()
  }
  return page.revision
}

const byId = (tasks: Iterable<Task>) => [...tasks].sort((a, b) => (a.id < b.id ? -1 : 1))
const list = async ({ api }: User) => byId((await api.task.list({ limit: 100 })).data)

/** Deletions that nobody can undo any more are forgotten. */
async function forgetDeletions({ id }: User) {
  await db.deletedTask.updateMany({
    where: { userId: id },
    data: { deletedAt: new Date(clock().getTime() - 31 * 86_400_000) },
  })
  return purge(db, clock())
}

const resync = { error: 'RESYNC_REQUIRED', status: 410 }

/** Any one operation on some of the tasks. */
async function anything({ api }: User, roll: (n: number) => number) {
  const tasks = (await api.task.list({ limit: 100 })).data
  const deleted = (await api.task.listDeleted()).data
  const { id } = tasks[roll(Math.max(tasks.length, 1))] ?? (await api.task.create({ title: 'the first' }))
  const title = `title ${roll(1000)}`
  const operations = [
    { type: 'create' as const, id: uuidv7(), title },
    { type: 'update' as const, id, title },
    { type: 'delete' as const, id },
  ]
  const undo = deleted[roll(Math.max(deleted.length, 1))]?.id
  const possible = [
    () => api.task.create({ title }),
    () => api.task.create({ title, tags: [title] }),
    () => api.task.update({ id, title }),
    () => api.task.update({ id, priority: 'high' }),
    () => api.task.complete({ id }),
    () => api.task.delete({ id }),
    () => (undo ? api.task.restore({ id: undo }) : api.task.reopen({ id })),
    () => api.task.bulk({ operations }),
    () =>
      api.task
        .bulk({ operations: [...operations, { type: 'delete' as const, id: uuidv7() }] })
        .catch(() => {}),
  ]
  await possible[roll(possible.length)]?.()
}

describe('a copy', () => {
  test.each([1, 2, 3])(
    'kept by changes alone is the list, whatever happens meanwhile: case %#',
    async (seed) => {
      const [user, roll] = [await signIn(), dice(seed)]
      const copy = new Map<string, Task>()
      const limit = () => 1 + roll(4)
      let since = 0
      for (let round = 0; round < 8; round++) {
        for (let n = roll(8); n > 0; n--) await anything(user, roll)
        since = await follow(user, { copy, since, limit }, async () => {
          if (roll(3) === 0) await anything(user, roll)
        })
        const last = await follow(user, { copy, since, limit })
        expect(byId(copy.values())).toEqual(await list(user))
        since = last
      }
      const fresh = new Map<string, Task>()
      expect(await follow(user, { copy: fresh, since: 0, limit })).toBe(since)
      expect(byId(fresh.values())).toEqual(byId(copy.values()))
    },
  )

  test('made while many write is the list, too', async () => {
    const [user, roll] = [await signIn(), dice(4)]
    const copy = new Map<string, Task>()
    const limit = () => 1 + roll(5)
    let writing = true
    const writers = Array.from({ length: 8 }, async () => {
      for (let n = 0; n < 4; n++) {
        const { id } = await user.api.task.create({ title: 'x' })
        await user.api.task.update({ id, title: 'y' })
        if (n % 2) await user.api.task.delete({ id })
      }
    })
    const written = Promise.all(writers).finally(() => {
      writing = false
    })
    let since = 0
    while (writing) since = await follow(user, { copy, since, limit })
    await written
    expect(await follow(user, { copy, since, limit })).toBe(8 * (4 + 4 + 2))
    expect(copy.size).toBe(16)
    expect(byId(copy.values())).toEqual(await list(user))
  })
})

describe('changes', () => {
  test('of a task are one, its latest, in the order of revisions', async () => {
    const { api } = await signIn()
    expect(await api.task.changes()).toEqual({ changes: [], revision: 0, hasMore: false })
    const [a, b, c] = [
      await api.task.create({ title: 'a', tags: ['t'], dueAt: '2026-01-02T03:04:05.678Z', status: 'done' }),
      await api.task.create({ title: 'b' }),
      await api.task.create({ title: 'c' }),
    ]
    await api.task.update({ id: b.id, title: 'again' })
    await api.task.delete({ id: c.id })
    const latest = await api.task.update({ id: b.id, title: 'latest' })
    expect(await api.task.changes({ since: 0 })).toEqual({
      changes: [
        { type: 'upsert', task: a },
        { type: 'delete', id: c.id },
        { type: 'upsert', task: latest },
      ],
      revision: 6,
      hasMore: false,
    })
    expect((await api.task.changes({ since: 5 })).changes).toEqual([{ type: 'upsert', task: latest }])
    expect(await api.task.changes({ since: 6 })).toEqual({ changes: [], revision: 6, hasMore: false })
  })

  test('come a page at a time, and it is told whether there are more', async () => {
    const { api } = await signIn()
    for (let n = 0; n < 4; n++) await api.task.create({ title: `${n}` })
    const read = async (since: number, limit: number) => {
      const { changes, ...page } = await api.task.changes({ since, limit })
      return { ...page, count: changes.length }
    }
    expect(await read(0, 3)).toEqual({ count: 3, revision: 3, hasMore: true })
    expect(await read(0, 4)).toEqual({ count: 4, revision: 4, hasMore: false })
    expect(await read(0, 1000)).toEqual({ count: 4, revision: 4, hasMore: false })
    expect(await read(3, 1)).toEqual({ count: 1, revision: 4, hasMore: false })
    expect(await read(2, 1)).toEqual({ count: 1, revision: 3, hasMore: true })
  })

  test('are those of the caller alone', async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const { id } = await ada.api.task.create({ title: "Ada's" })
    await bob.api.task.create({ id, title: "Bob's" })
    await ada.api.task.delete({ id })
    await ada.api.task.create({ title: "Ada's" })
    expect(await bob.api.task.changes({ since: 0 })).toMatchObject({
      changes: [{ type: 'upsert', task: { id, title: "Bob's" } }],
      revision: 1,
    })
  })

  test.each<[object, string]>([
    [{ since: -1 }, 'since'],
    [{ since: 0.5 }, 'since'],
    [{ since: '0' }, 'since'],
    [{ since: 2 ** 53 }, 'since'],
    [{ since: 0, limit: 0 }, 'limit'],
    [{ since: 0, limit: 1001 }, 'limit'],
    [{ since: 0, begunAt: -1 }, 'begunAt'],
    [{ since: 0, userId: uuidv7() }, 'userId'],
  ])('%j is refused, naming the field', async (input, field) => {
    const { api } = await signIn()
    expect(await refusal(api.task.changes(input as never))).toMatchObject({
      error: 'VALIDATION_ERROR',
      status: 422,
      issues: [{ path: [field] }],
    })
  })
})

describe('a gap is never passed over', () => {
  test('a revision the server has not reached is of another history', async () => {
    const { api } = await signIn()
    expect(await refusal(api.task.changes({ since: 1 }))).toMatchObject(resync)
    await api.task.create({ title: 'x' })
    expect((await api.task.changes({ since: 1 })).changes).toEqual([])
    for (const since of [2, Number.MAX_SAFE_INTEGER])
      expect(await refusal(api.task.changes({ since }))).toMatchObject(resync)
  })

  test('a copy older than a deletion that is forgotten has to start again', async () => {
    const user = await signIn()
    const { api } = user
    const ids = []
    for (let n = 0; n < 4; n++) ids.push((await api.task.create({ title: `${n}` })).id)
    const [first = '', second = ''] = ids
    await api.task.delete({ id: first })
    await api.task.update({ id: second, title: 'changed' })
    await forgetDeletions(user)
    for (const since of [1, 4]) expect(await refusal(api.task.changes({ since }))).toMatchObject(resync)
    expect(await api.task.changes({ since: 5 })).toMatchObject({ changes: [{ type: 'upsert' }], revision: 6 })
    // What is deleted later is told to whoever knows of the one that is forgotten.
    await api.task.delete({ id: second })
    expect((await api.task.changes({ since: 6 })).changes).toEqual([{ type: 'delete', id: second }])
    expect(await refusal(api.task.changes({ since: 4 }))).toMatchObject(resync)
    const copy = new Map<string, Task>()
    expect(await follow(user, { copy, since: 0, limit: () => 1 })).toBe(7)
    expect(byId(copy.values())).toEqual(await list(user))
  })

  test('a copy being made goes on past it, as long as it says when it was begun', async () => {
    const user = await signIn()
    const { api } = user
    for (let n = 0; n < 5; n++) await api.task.create({ title: `${n}` })
    const gone = await api.task.create({ title: 'gone' })
    await api.task.delete({ id: gone.id })
    await forgetDeletions(user)

    const first = await api.task.changes({ since: 0, limit: 2 })
    expect(first).toMatchObject({ revision: 2, hasMore: true, begunAt: 7 })
    expect(await refusal(api.task.changes({ since: 2, limit: 2 }))).toMatchObject(resync)
    expect(await refusal(api.task.changes({ since: 2, limit: 2, begunAt: 6 }))).toMatchObject(resync)
    const second = await api.task.changes({ since: 2, limit: 2, begunAt: 7 })
    expect(second).toMatchObject({ revision: 4, hasMore: true, begunAt: 7 })
    const last = await api.task.changes({ since: 4, limit: 2, begunAt: 7 })
    expect(last).toMatchObject({ revision: 7, hasMore: false })
    expect(last).not.toHaveProperty('begunAt')
    const copy = new Map<string, Task>()
    for (const { changes } of [first, second, last]) apply(copy, changes)
    expect(byId(copy.values())).toEqual(await list(user))
  })

  test('a copy being made starts again where a deletion is forgotten meanwhile', async () => {
    const user = await signIn()
    const { api } = user
    const { id } = await api.task.create({ title: 'first' })
    for (let n = 0; n < 5; n++) await api.task.create({ title: `${n}` })
    await api.task.delete({ id: (await api.task.create({ title: 'gone' })).id })
    await forgetDeletions(user)
    const first = await api.task.changes({ since: 0, limit: 2 })
    await api.task.delete({ id })
    const {
      changes: _,
      hasMore,
      ...second
    } = await api.task.changes({
      since: first.revision,
      begunAt: first.begunAt,
      limit: 1,
    })
    expect(hasMore).toBe(true)
    await forgetDeletions(user)
    // What says when it was begun does not move on with the pages.
    const next = { since: second.revision, begunAt: second.begunAt }
    expect(await refusal(api.task.changes(next))).toMatchObject(resync)
  })
})
