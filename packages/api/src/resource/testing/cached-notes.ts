import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { Call } from '../../core/call.ts'
import { createContext } from '../../core/context.ts'
import type { ResourceName } from '../../core/scopes.ts'
import { router } from '../../core/trpc.ts'
import { once } from '../../persistence/once.ts'
import type { testApi } from '../../testing/test-api.ts'
import { cacheOf } from '../cache/cached.ts'
import { callsOf, listCallOf } from '../calls.ts'
import { createList } from '../list/list.ts'
import { readOf, writeOf } from '../procedures.ts'
import { createStore } from '../store.ts'
import { noteTable } from './notes.ts'

// Resources of these tests, which no API key has scopes for.
const NOTES = 'test-notes' as string as ResourceName
const BOOKS = 'test-books' as string as ResourceName

const cached = cacheOf(NOTES, noteTable, { ttl: 30, changedBy: ['tasks'] })
const cachedBooks = cacheOf(BOOKS, { isOwned: false, parent: undefined, shown: [] }, { ttl: 30 })
// Calls of one user run at the same time.
const read = readOf(NOTES).meta({ turn: 'none' })
const write = writeOf(NOTES).meta({ turn: 'none' })

type World = Awaited<ReturnType<typeof testApi>>

const notes = { ...callsOf(createStore(noteTable)), list: listCallOf(createList(noteTable)) }
const key = { taskId: z.uuid(), id: z.uuid() }
const nothing = { rank: null, weight: null, pinnedAt: null }
const sort = [{ field: 'createdAt' as const, direction: 'asc' as const }]

/** What the procedures below do beside their work. */
export interface Probe {
  /** How often rows were read, and not taken from the cache. */
  reads: number
  /** Runs when rows have been read, before the answer is kept. */
  afterRead: () => Promise<void>
  /** What a shared resource answers. */
  books: unknown
}

/** Notes and books whose answers are kept for 30 s, called as transports call them. */
function cachedNotes({ services }: World) {
  const probe: Probe = { reads: 0, afterRead: async () => {}, books: [] }
  const counted = async <T>(reading: Promise<T>): Promise<T> => {
    probe.reads++
    const rows = await reading
    await probe.afterRead()
    return rows
  }
  const procedures = router({
    list: read
      .input(z.object({ taskId: z.uuid(), limit: z.int().default(20) }))
      .query(cached(({ ctx, input }) => counted(notes.list(ctx, { ...input, sort })))),
    get: read.input(z.object(key)).query(cached(({ ctx, input }) => counted(notes.get(ctx, input)))),
    create: write
      .input(z.object({ ...key, body: z.string() }))
      .mutation(once(({ ctx, input }) => notes.create(ctx, { ...input, ...nothing }))),
    delete: write.input(z.object(key)).mutation(once(({ ctx, input }) => notes.delete(ctx, input))),
    /** Commits, and fails then. */
    createAndFail: write.input(z.object({ ...key, body: z.string() })).mutation(async ({ ctx, input }) => {
      await notes.create(ctx, { ...input, ...nothing })
      throw new Error('the answer is lost')
    }),
    books: readOf(BOOKS)
      .input(z.unknown())
      .query(cachedBooks(() => counted(Promise.resolve(probe.books)))),
    writeBooks: writeOf(BOOKS).mutation(() => undefined),
  })
  const callAs = (token: string | undefined, more: Partial<Call> = {}) =>
    procedures.createCaller(() =>
      createContext(services, {
        requestId: 'test',
        address: '192.0.2.1',
        calls: 1,
        takeFromLimit: async () => true,
        authorization: token && `Bearer ${token}`,
        ...more,
      }),
    )
  return { probe, callAs }
}

/** A user with a task that has one note. */
export async function userWithNote(world: World) {
  const { probe, callAs } = cachedNotes(world)
  const user = await world.signIn()
  const { id: taskId } = await user.api.task.create({ title: 'parent' })
  const api = callAs(user.token)
  const key = { taskId, id: uuidv7() }
  await api.create({ ...key, body: 'first' })
  const bodies = async () => (await api.list({ taskId })).data.map(({ body }) => body)
  return { ...user, tasks: user.api.task, probe, callAs, notes: api, key, taskId, bodies }
}
