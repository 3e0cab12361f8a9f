import { describe, expect, test } from 'vitest'
import { testApi } from '../../testing/test-api.ts'
import { COMPLETIONS, dueAt, nextDueAt, recurrence, recurringTask } from '../testing/recurring.ts'
import { follow } from '../testing/streams.ts'

const { signIn } = await testApi()
const withTask = (more?: object) => recurringTask(signIn, more)

describe.each(COMPLETIONS)('completing a recurring task by %s', (_, complete) => {
  test('leaves it done and makes its successor, and changes tell both', async () => {
    const { api, task, id, next } = await withTask()
    const { revision } = await api.task.changes({})
    await complete(api, id)
    const completed = await api.task.get({ id })
    expect(completed).toMatchObject({ status: 'done', dueAt, recurrence, successorId: next, version: 2 })
    const successor = await api.task.get({ id: next })
    expect(successor).toEqual({
      ...task,
      id: next,
      dueAt: nextDueAt,
      createdAt: expect.any(String),
      updatedAt: successor.createdAt,
    })
    const { changes } = await api.task.changes({ since: revision })
    expect(changes).toHaveLength(2)
    expect(changes).toEqual(
      expect.arrayContaining([
        { type: 'upsert', task: completed },
        { type: 'upsert', task: successor },
      ]),
    )
  })

  test('again makes no other one', async () => {
    const { api, id, all } = await withTask()
    await complete(api, id)
    await complete(api, id)
    expect(await all()).toMatchObject([
      { status: 'done', version: 2 },
      { status: 'todo', version: 1 },
    ])
  })
})

test('streams tell of a completed task and of its successor', async () => {
  const { api, id, next } = await withTask()
  const stream = await follow(api, '1')
  await api.task.complete({ id })
  const changes = [(await stream.next())?.change, (await stream.next())?.change]
  const ids = changes.map((change) => change?.type === 'upsert' && change.task.id)
  expect(ids.sort()).toEqual([id, next].sort())
})
