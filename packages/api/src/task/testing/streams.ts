import { createTestDb, type TestDatabase } from '@tandem/db/testing'
import { isTrackedEnvelope } from '@trpc/server'
import { afterAll, onTestFinished } from 'vitest'
import { createContext } from '../../core/context.ts'
import type { Services } from '../../core/services.ts'
import { appRouter } from '../../router.ts'
import { testApi } from '../../testing/test-api.ts'
import { purgeDeletedTasks } from '../sync/purge.ts'
import type { TaskChange, TaskEvent } from '../sync/schema.ts'

export type World = Awaited<ReturnType<typeof testApi>> & { database: TestDatabase }
export type Api = Awaited<ReturnType<World['signIn']>>['api']

/** The API of a test file with a database of its own. Its clock shows the current time, since the database's clock does. */
export async function streamWorld(): Promise<World> {
  const database = await createTestDb()
  afterAll(() => database.close())
  const world = await testApi(database)
  world.clock.advance(Date.now() - world.clock().getTime())
  return { ...world, database }
}

/** Purges all tombstones of a user. */
export async function purgeTombstones({ db, clock }: World, userId: string) {
  await db.deletedTask.updateMany({ where: { userId }, data: { deletedAt: new Date(0) } })
  await purgeDeletedTasks(db, clock())
}

const nameOf = (change: TaskChange) => (change.type === 'delete' ? change.id : change.task.title)

/** Opens a stream that the test reads event by event, and closes it after the test unless a read is pending. */
export async function follow(api: Api, lastEventId?: string) {
  const stream = await api.task.onChange(lastEventId === undefined ? undefined : { lastEventId })
  const events = stream[Symbol.asyncIterator]()
  const close = () => events.return?.()
  // Closing a generator waits for a pending read, which may never end.
  let isReading = false
  onTestFinished(() => (isReading ? undefined : void close()))
  const next = async () => {
    isReading = true
    const { value, done } = await events.next()
    isReading = false
    if (done) return
    const envelope: unknown = value
    if (!isTrackedEnvelope<TaskEvent>(envelope)) throw new Error('An event without an id')
    const [id, { epoch, ...change }] = envelope
    return { id, epoch, change }
  }
  /** The revision of each event with the title of the task, or the id of a deleted one. */
  const read = async (count: number) => {
    const seen: [string, string][] = []
    while (seen.length < count) {
      const event = await next()
      if (!event) throw new Error('The stream has ended')
      seen.push([event.id, nameOf(event.change)])
    }
    return seen
  }
  return { next, read, close, lastEventId: 'lastEventId' in stream ? stream.lastEventId : undefined }
}

/** Calls the API with some services replaced, and can abort its calls. */
export function abortableApi({ services }: World, token: string, replaced: Partial<Services> = {}) {
  const controller = new AbortController()
  const call = {
    requestId: 'test',
    address: '192.0.2.1',
    calls: 1,
    takeFromLimit: async () => true,
    authorization: `Bearer ${token}`,
  }
  const context = () => createContext({ ...services, ...replaced }, call)
  const api = appRouter.createCaller(context, { signal: controller.signal })
  return { api, abort: () => controller.abort() }
}

/** Creates an API key, and an API that is called with it. */
export async function apiByKey({ call }: World, api: Api, expiresAt: string | null = null) {
  const { id, key } = await api.apiKey.create({ name: 'k', scopes: ['tasks:read'], expiresAt })
  return { id, api: call(undefined, { apiKey: key }) }
}
