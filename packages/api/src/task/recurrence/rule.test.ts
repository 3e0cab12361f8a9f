import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'
import { dueAt, recurrence, recurringTask } from '../testing/recurring.ts'

const { signIn } = await testApi()
const withTask = (more?: object) => recurringTask(signIn, more)

describe('a rule', () => {
  const refused = { status: 422, issues: [{ path: ['recurrence'] }] }

  test.each([
    ['without a due date', { recurrence }],
    ['that is not understood', { dueAt, recurrence: 'FREQ=HOURLY' }],
    ['that never occurs', { dueAt, recurrence: 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6' }],
    ['that ends before the due date', { dueAt, recurrence: 'FREQ=DAILY;UNTIL=20200101T000000Z' }],
    ['that ends on a date and recurs at a time', { dueAt, recurrence: 'FREQ=DAILY;UNTIL=20280101' }],
    [
      'that ends at a time and recurs on days',
      { dueOn: '2026-06-14', recurrence: 'FREQ=DAILY;UNTIL=20280101T000000Z' },
    ],
  ])('%s is refused, in every way to write it', async (_, fields) => {
    const { api } = await signIn()
    const { dueAt: at = null, dueOn: on = null, ...rule } = { dueAt: undefined, dueOn: undefined, ...fields }
    const { id } = await api.task.create({ title: 'a', dueAt: at, dueOn: on })
    expect(await refusal(api.task.create({ title: 'b', ...fields }))).toMatchObject(refused)
    expect(await refusal(api.task.update({ id, ...rule }))).toMatchObject(refused)
    expect(await refusal(api.task.replace({ id, title: 'b', ...fields }))).toMatchObject(refused)
    const operations = [
      { type: 'create' as const, title: 'b', ...fields },
      { type: 'update' as const, id, ...rule },
    ]
    expect(await refusal(api.task.bulk({ operations }))).toMatchObject({
      status: 422,
      issues: [{ path: ['operations', 0, 'recurrence'] }, { path: ['operations', 1, 'recurrence'] }],
    })
    expect(await api.task.get({ id })).toMatchObject({ version: 1, recurrence: null })
  })

  test('does not lose its due date, and takes none that does not fit its end', async () => {
    const { api, id } = await withTask({ recurrence: 'FREQ=DAILY;UNTIL=20280101T000000Z' })
    for (const change of [{ dueAt: null }, { dueOn: null }, { dueOn: '2026-06-14' }]) {
      expect(await refusal(api.task.update({ id, ...change }))).toMatchObject(refused)
      const operations = [{ type: 'update' as const, id, ...change }]
      expect(await refusal(api.task.bulk({ operations }))).toMatchObject({
        issues: [{ path: ['operations', 0, 'recurrence'] }],
      })
    }
    expect(await api.task.update({ id, dueAt: null, recurrence: null })).toMatchObject({ dueAt: null })
    expect(
      await api.task.update({ id, dueOn: '2026-06-14', recurrence: 'FREQ=DAILY;UNTIL=20280101' }),
    ).toMatchObject({
      dueOn: '2026-06-14',
      recurrence: 'FREQ=DAILY;UNTIL=20280101',
    })
  })

  test('is answered as it was given, from the due date unless said otherwise, and a replacement without it clears it', async () => {
    const { api, id, task } = await withTask({ recurrence: 'freq=daily' })
    expect(task).toMatchObject({ recurrence: 'freq=daily', recurrenceFrom: 'due', successorId: null })
    expect(await api.task.update({ id, recurrenceFrom: 'completion' })).toMatchObject({
      recurrenceFrom: 'completion',
      version: 2,
    })
    expect(await api.task.replace({ id, title: 'a', dueAt })).toMatchObject({
      recurrence: null,
      recurrenceFrom: 'due',
    })
  })
})
