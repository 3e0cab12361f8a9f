import type { testApi } from '../../testing/test-api.ts'

type World = Awaited<ReturnType<typeof testApi>>
export type User = Awaited<ReturnType<World['signIn']>>

/** Calls the API with an idempotency key, and counts the replayed answers. */
export function withKey({ call }: World, { token }: User, idempotencyKey: string) {
  const counted = { replays: 0 }
  const onReplay = () => {
    counted.replays++
  }
  const { task, apiKey } = call(`Bearer ${token}`, { idempotencyKey, onReplay })
  return Object.assign(counted, { task, apiKey })
}

export const countTasks = async ({ api }: User) => (await api.task.list()).page.totalCount
