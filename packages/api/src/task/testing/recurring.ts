import { successorId } from '../../core/recurrence/successor-id.ts'
import type { testApi } from '../../testing/test-api.ts'

type SignIn = Awaited<ReturnType<typeof testApi>>['signIn']
export type Api = Awaited<ReturnType<SignIn>>['api']

// The clock of the tests shows 2026-06-15T12:00:00Z.
export const dueAt = '2026-06-14T09:00:00.000Z'
export const recurrence = 'FREQ=DAILY'
export const nextDueAt = '2026-06-16T09:00:00.000Z'

/** Every way to complete a task. */
export const COMPLETIONS: [string, (api: Api, id: string) => Promise<unknown>][] = [
  ['complete', (api, id) => api.task.complete({ id })],
  ['an update', (api, id) => api.task.update({ id, status: 'done' })],
  ['a replacement', (api, id) => api.task.replace({ id, title: 'a', dueAt, recurrence, status: 'done' })],
  ['a bulk', (api, id) => api.task.bulk({ operations: [{ type: 'update', id, status: 'done' }] })],
]

/** A user with a recurring task. */
export async function recurringTask(signIn: SignIn, more: object = {}) {
  const user = await signIn()
  const task = await user.api.task.create({ title: 'a', dueAt, recurrence, ...more })
  const { id } = task
  const next = successorId(id)
  const all = async () => (await user.api.task.list({ sort: 'createdAt', limit: 100 })).data
  const successor = () => user.api.task.get({ id: next })
  return { ...user, task, id, next, all, successor }
}
