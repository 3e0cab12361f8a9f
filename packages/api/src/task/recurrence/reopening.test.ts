import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'
import { type Api, dueAt, nextDueAt, recurrence, recurringTask } from '../testing/recurring.ts'

const { signIn } = await testApi()
const withTask = (more?: object) => recurringTask(signIn, more)

/** Every way to reopen it. */
const REOPENINGS: [string, (api: Api, id: string) => Promise<unknown>][] = [
  ['reopen', (api, id) => api.task.reopen({ id })],
  ['an update', (api, id) => api.task.update({ id, status: 'in_progress' })],
  ['a replacement', (api, id) => api.task.replace({ id, title: 'a', dueAt, recurrence })],
  ['a replacement without a rule', (api, id) => api.task.replace({ id, title: 'a' })],
  ['a bulk', (api, id) => api.task.bulk({ operations: [{ type: 'update', id, status: 'todo' }] })],
]

describe.each(REOPENINGS)('reopening a completed task by %s', (_, reopen) => {
  test('takes back a successor that nobody has changed, and completing again revives it under its id', async () => {
    const { api, id, next, all } = await withTask()
    for (let round = 0; round < 3; round++) {
      await api.task.complete({ id })
      expect((await all()).map((task) => task.id).sort()).toEqual([id, next].sort())
      const { revision } = await api.task.changes({})
      await reopen(api, id)
      const reopened = await api.task.get({ id })
      expect(reopened).toMatchObject({ successorId: null })
      expect(reopened.status).not.toBe('done')
      const { changes } = await api.task.changes({ since: revision })
      expect(changes).toEqual(
        expect.arrayContaining([
          { type: 'upsert', task: reopened },
          { type: 'delete', id: next },
        ]),
      )
      expect(changes).toHaveLength(2)
      await api.task.update({ id, dueAt, recurrence })
    }
    await api.task.complete({ id })
    expect(await api.task.get({ id: next })).toMatchObject({ title: 'a', status: 'todo', dueAt: nextDueAt })
    expect((await api.task.listDeleted()).data).toEqual([])
  })

  test('leaves a successor that was changed, and completing again makes no other', async () => {
    const { api, id, next, all } = await withTask()
    await api.task.complete({ id })
    await api.task.update({ id: next, title: 'changed' })
    await reopen(api, id)
    expect(await api.task.get({ id })).toMatchObject({ successorId: null })
    await api.task.update({ id, dueAt, recurrence })
    await api.task.complete({ id })
    expect(await api.task.get({ id })).toMatchObject({ successorId: next })
    expect(await api.task.get({ id: next })).toMatchObject({ title: 'changed', version: 2 })
    await reopen(api, id)
    expect(await all()).toHaveLength(2)
  })
})

describe('reopening takes back a successor that was changed', () => {
  const isTakenBack = async (api: Api, id: string, next: string) => {
    await api.task.reopen({ id })
    return (await refusal(api.task.get({ id: next }))).status === 404
  }

  test('by another time zone, but not one that its owner changed as well', async () => {
    const { api, id, next, successor } = await withTask({ dueAt: undefined, dueOn: '2026-06-10' })
    await api.task.complete({ id })
    await api.user.update({ timeZone: 'Pacific/Auckland' })
    await api.user.update({ timeZone: 'America/New_York' })
    expect(await successor()).toMatchObject({ dueOn: '2026-06-15', version: 3 })
    expect(await isTakenBack(api, id, next)).toBe(true)

    await api.task.complete({ id })
    await api.user.update({ timeZone: 'Pacific/Auckland' })
    expect(await isTakenBack(api, id, next)).toBe(true)

    await api.task.complete({ id })
    await api.user.update({ timeZone: 'UTC' })
    await api.task.update({ id: next, title: 'changed' })
    await api.user.update({ timeZone: 'Pacific/Auckland' })
    await api.task.reopen({ id })
    expect(await successor()).toMatchObject({ title: 'changed' })
  })

  test('by the deletion of its project', async () => {
    const { api, id, next, successor } = await withTask()
    const project = await api.project.create({ name: 'p' })
    await api.task.update({ id, projectId: project.id })
    await api.task.complete({ id })
    await api.project.delete({ id: project.id })
    expect(await successor()).toMatchObject({ projectId: null, version: 2 })
    expect(await isTakenBack(api, id, next)).toBe(true)
  })
})
