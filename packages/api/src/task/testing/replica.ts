import type { testApi } from '../../testing/test-api.ts'
import type { Task } from '../schema.ts'
import type { TaskChange, TaskChanges } from '../sync/schema.ts'

export type TestUser = Awaited<ReturnType<Awaited<ReturnType<typeof testApi>>['signIn']>>

/** A copy of a user's tasks, by id. */
export type Replica = Map<string, Task>

export function applyChanges(replica: Replica, changes: TaskChange[]) {
  for (const change of changes) {
    if (change.type === 'upsert') replica.set(change.task.id, change.task)
    else replica.delete(change.id)
  }
}

interface CatchUpOptions {
  replica: Replica
  since: number
  /** The limit of each page. */
  limit: () => number
  /** Runs after each page. */
  afterPage?: () => Promise<unknown>
}

/** Reads pages of changes, as a client does, until there are no more. Returns the revision reached. */
export async function catchUp(
  { api }: TestUser,
  { replica, since, limit, afterPage }: CatchUpOptions,
): Promise<number> {
  let page: Partial<TaskChanges> & Pick<TaskChanges, 'revision' | 'hasMore'> = {
    revision: since,
    hasMore: true,
  }
  while (page.hasMore) {
    const { revision, epoch, begunAt } = page
    page = await api.task.changes({ since: revision, epoch, begunAt, limit: limit() })
    applyChanges(replica, page.changes ?? [])
    await afterPage?.()
  }
  return page.revision
}

export const byId = (tasks: Iterable<Task>) => [...tasks].sort((a, b) => (a.id < b.id ? -1 : 1))

/** All tasks of a user with up to 100, in the order of {@link byId}. */
export const listById = async ({ api }: TestUser) => byId((await api.task.list({ limit: 100 })).data)
