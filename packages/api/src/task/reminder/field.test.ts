import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'

const { signIn } = await testApi()

const dueAt = '2030-01-01T12:00:00.000Z'
const needsDueDate = {
  error: 'VALIDATION_ERROR',
  status: 422,
  issues: [{ path: ['reminder'], message: 'needs a due date' }],
}

describe('the reminder of a task', () => {
  test('is null at first, can be set, and is cleared by null and by a replacement', async () => {
    const { api } = await signIn()
    expect(await api.task.create({ title: 'a', dueAt })).toMatchObject({ reminder: null })
    const { id } = await api.task.create({ title: 'a', dueAt, reminder: 0 })
    expect(await api.task.get({ id })).toMatchObject({ reminder: 0, version: 1 })
    expect(await api.task.update({ id, reminder: 40_320 })).toMatchObject({ reminder: 40_320, version: 2 })
    expect(await api.task.update({ id, reminder: 40_320 })).toMatchObject({ version: 2 })
    expect(await api.task.update({ id, title: 'b' })).toMatchObject({ reminder: 40_320, version: 3 })
    expect(await api.task.update({ id, reminder: null })).toMatchObject({ reminder: null, dueAt, version: 4 })
    expect(await api.task.replace({ id, title: 'c', dueAt, reminder: 5 })).toMatchObject({ reminder: 5 })
    expect(await api.task.replace({ id, title: 'c', dueAt })).toMatchObject({ reminder: null })
  })

  test.each([-1, 40_321, 1.5, '10'])('is whole minutes, up to 28 days: not %j', async (reminder) => {
    const { api } = await signIn()
    const given = { title: 'a', dueAt, reminder: reminder as number }
    expect((await refusal(api.task.create(given))).issues).toMatchObject([{ path: ['reminder'] }])
  })

  test('needs a due date, in every way to write one', async () => {
    const { api } = await signIn()
    const { id } = await api.task.create({ title: 'a' })
    const { id: due } = await api.task.create({ title: 'a', dueAt, reminder: 5 })
    for (const call of [
      () => api.task.create({ title: 'b', reminder: 5 }),
      () => api.task.update({ id, reminder: 5 }),
      () => api.task.replace({ id, title: 'b', reminder: 5 }),
      () => api.task.update({ id: due, dueAt: null }),
    ]) {
      expect(await refusal(call())).toMatchObject(needsDueDate)
    }
    expect(await api.task.get({ id })).toMatchObject({ reminder: null, version: 1 })
    expect(await api.task.get({ id: due })).toMatchObject({ reminder: 5, dueAt, version: 1 })
    expect(await api.task.update({ id: due, dueAt: null, reminder: null })).toMatchObject({
      dueAt: null,
      reminder: null,
    })
    expect(await api.task.update({ id, dueAt, reminder: 5 })).toMatchObject({ dueAt, reminder: 5 })
  })

  test('in a bulk is refused with the path of its operation, by what the operations before it left', async () => {
    const { api } = await signIn()
    const { id } = await api.task.create({ title: 'a' })
    const { id: due } = await api.task.create({ title: 'a', dueAt, reminder: 5 })
    const refused = [
      { type: 'create' as const, title: 'b', reminder: 5 },
      { type: 'update' as const, id, reminder: 5 },
      { type: 'update' as const, id, dueAt },
      { type: 'update' as const, id, reminder: 5 },
      { type: 'update' as const, id, dueAt: null },
      { type: 'update' as const, id: due, dueAt: null },
      { type: 'update' as const, id: uuidv7(), reminder: 5 },
      { type: 'update' as const, id, reminder: 5, ifVersion: 7 },
    ]
    const { issues } = await refusal(api.task.bulk({ operations: refused }))
    expect(issues?.map(({ path }) => path)).toEqual([
      ['operations', 0, 'reminder'],
      ['operations', 1, 'reminder'],
      ['operations', 4, 'reminder'],
      ['operations', 5, 'reminder'],
      ['operations', 6, 'id'],
      ['operations', 7, 'ifVersion'],
    ])
    const { results } = await api.task.bulk({
      operations: [
        { type: 'create', title: 'b', dueAt, reminder: 0 },
        { type: 'update', id, dueAt, reminder: 5 },
        { type: 'update', id: due, dueAt: null, reminder: null },
      ],
    })
    expect(results).toMatchObject([
      { task: { reminder: 0 } },
      { task: { reminder: 5 } },
      { task: { dueAt: null, reminder: null } },
    ])
  })

  test('is in changes, in the trash, in the export and in what is restored', async () => {
    const { api } = await signIn()
    const task = await api.task.create({ title: 'a', dueAt, reminder: 5 })
    expect((await api.task.changes({ since: 0 })).changes).toEqual([{ type: 'upsert', task }])
    expect((await api.user.export()).tasks).toEqual([task])
    await api.task.delete({ id: task.id })
    expect((await api.task.listDeleted()).data).toMatchObject([{ id: task.id, reminder: 5 }])
    expect((await api.user.export()).deletedTasks).toMatchObject([{ reminder: 5 }])
    expect(await api.task.restore({ id: task.id })).toMatchObject({ dueAt, reminder: 5 })
  })
})
