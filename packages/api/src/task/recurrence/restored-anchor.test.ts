import { describe, expect, test } from 'vitest'
import { successorId } from '../../core/recurrence/successor-id.ts'
import { testApi } from '../../testing/test-api.ts'

const { signIn } = await testApi()

const monthly = 'FREQ=MONTHLY'

/** A task that began on the 31st and was completed once, so that the next one is due on the last day of a shorter month. */
async function withSuccessor(due: object = { dueOn: '2099-01-31' }) {
  const { api } = await signIn()
  await api.user.update({ timeZone: 'Europe/Berlin' })
  const { id } = await api.task.create({ title: 'a', recurrence: monthly, ...due })
  await api.task.complete({ id })
  const next = successorId(id)
  const dueAfter = async (task: string) => {
    await api.task.complete({ id: task })
    return api.task.get({ id: successorId(task) })
  }
  return { api, id: next, dueAfter }
}

type Api = Awaited<ReturnType<typeof signIn>>['api']

/** Ways to take the rule away and to put it back. */
const UNDONE: [string, (api: Api, id: string) => Promise<unknown>][] = [
  ['removed', (api, id) => api.task.update({ id, recurrence: null })],
  ['replaced', (api, id) => api.task.update({ id, recurrence: 'FREQ=WEEKLY' })],
  [
    'removed in a bulk',
    (api, id) => api.task.bulk({ operations: [{ type: 'update', id, recurrence: null }] }),
  ],
  ['removed with its date', (api, id) => api.task.update({ id, dueOn: null, recurrence: null })],
]

describe.each(UNDONE)('a rule that was %s and put back', (_, remove) => {
  test('goes on as it would have', async () => {
    const { api, id, dueAfter } = await withSuccessor()
    await remove(api, id)
    const restored = await api.task.update({ id, dueOn: '2099-02-28', recurrence: monthly })
    expect(restored).toMatchObject({ dueOn: '2099-02-28', recurrence: monthly, version: 3 })
    expect(await dueAfter(id)).toMatchObject({ dueOn: '2099-03-31' })
    expect(await dueAfter(successorId(id))).toMatchObject({ dueOn: '2099-04-30' })
  })
})

test('a rule put back in a bulk goes on as it would have', async () => {
  const { api, id, dueAfter } = await withSuccessor()
  await api.task.update({ id, recurrence: null })
  await api.task.bulk({ operations: [{ type: 'update', id, recurrence: monthly }] })
  expect(await dueAfter(id)).toMatchObject({ dueOn: '2099-03-31' })
})

test('a rule put back later in the series goes on as it would have', async () => {
  const { api, id, dueAfter } = await withSuccessor()
  await dueAfter(id)
  await dueAfter(successorId(id))
  const third = successorId(successorId(id))
  expect(await api.task.get({ id: third })).toMatchObject({ dueOn: '2099-04-30' })
  await api.task.update({ id: third, recurrence: null })
  await api.task.update({ id: third, recurrence: monthly })
  expect(await dueAfter(third)).toMatchObject({ dueOn: '2099-05-31' })
})

test('a rule with a count and a time, put back, goes on as it would have', async () => {
  const { api, id, dueAfter } = await withSuccessor({
    dueAt: '2099-01-31T08:00:00Z',
    recurrence: 'FREQ=MONTHLY;COUNT=5',
  })
  await api.task.update({ id, recurrence: null })
  await api.task.update({ id, recurrence: 'FREQ=MONTHLY;COUNT=4' })
  expect(await dueAfter(id)).toMatchObject({ dueAt: '2099-03-31T07:00:00.000Z' })
})

test.each([
  ['for another day', { dueOn: '2099-04-30', recurrence: monthly }, '2099-05-30'],
  ['as another rule', { recurrence: 'FREQ=MONTHLY;INTERVAL=2' }, '2099-04-28'],
])('a rule put back %s begins anew', async (_, change, expected) => {
  const { api, id, dueAfter } = await withSuccessor()
  await api.task.update({ id, recurrence: null })
  await api.task.update({ id, ...change })
  expect(await dueAfter(id)).toMatchObject({ dueOn: expected })
})
