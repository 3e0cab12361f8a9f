import { describe, expect, test } from 'vitest'
import { successorId } from '../../core/recurrence/successor-id.ts'
import { refusal, testApi } from '../../testing/test-api.ts'
import { COMPLETIONS, dueAt, nextDueAt, recurrence, recurringTask } from '../testing/recurring.ts'

const { signIn, call } = await testApi()
const withTask = (more?: object) => recurringTask(signIn, more)

describe('a successor', () => {
  test('has the title, description, priority, tags, project, reminder and rule, and is to do', async () => {
    const { api, db, id: userId } = await signIn()
    const project = await api.project.create({ name: 'p' })
    const kept = {
      title: 'b',
      description: 'd',
      priority: 'high' as const,
      tags: ['x', 'y'],
      reminder: 30,
      recurrence: 'FREQ=WEEKLY;BYDAY=SU;COUNT=3',
      recurrenceFrom: 'due' as const,
      projectId: project.id,
    }
    // Reminders go by the clock of the database.
    const { id } = await api.task.create({ ...kept, dueAt: '2031-06-15T09:00:00Z', status: 'in_progress' })
    await api.task.complete({ id })
    const successor = await api.task.get({ id: successorId(id) })
    expect(successor).toMatchObject({
      ...kept,
      recurrence: 'FREQ=WEEKLY;BYDAY=SU;COUNT=2',
      status: 'todo',
      completedAt: null,
      successorId: null,
      dueAt: '2031-06-22T09:00:00.000Z',
      version: 1,
    })
    expect(await db.reminder.findMany({ where: { userId } })).toMatchObject([
      { taskId: successor.id, at: new Date('2031-06-22T08:30:00Z') },
    ])
  })

  test('has what the completion changes', async () => {
    const { api, id, successor } = await withTask()
    await api.task.update({
      id,
      status: 'done',
      title: 'b',
      dueAt: '2026-06-20T08:00:00Z',
      recurrence: 'FREQ=WEEKLY',
    })
    expect(await successor()).toMatchObject({
      title: 'b',
      dueAt: '2026-06-27T08:00:00.000Z',
      recurrence: 'FREQ=WEEKLY',
    })
  })

  test('of a whole day is due on a day, today included, in the time zone of the owner', async () => {
    const { api, id, successor } = await withTask({ dueAt: undefined, dueOn: '2026-06-10' })
    await api.user.update({ timeZone: 'Pacific/Auckland' })
    await api.task.complete({ id })
    expect(await successor()).toMatchObject({ dueOn: '2026-06-16', dueAt: '2026-06-16T11:59:59.999Z' })
  })

  test('from the completion is counted from today', async () => {
    const { api, id, successor } = await withTask({
      recurrence: 'FREQ=DAILY;INTERVAL=10',
      recurrenceFrom: 'completion',
    })
    await api.task.complete({ id })
    expect(await successor()).toMatchObject({
      dueAt: '2026-06-25T09:00:00.000Z',
      recurrenceFrom: 'completion',
    })
  })

  test('keeps the day of the month that it began with, until its due date or rule is changed', async () => {
    const { api, id } = await withTask({ dueAt: undefined, dueOn: '2026-08-31', recurrence: 'FREQ=MONTHLY' })
    const due = async (task: string) => (await api.task.get({ id: task })).dueOn
    await api.task.complete({ id })
    const second = successorId(id)
    expect(await due(second)).toBe('2026-09-30')
    await api.task.update({ id: second, title: 'b' })
    // The anchor goes to the trash and comes back.
    await api.task.delete({ id: second })
    await api.task.restore({ id: second })
    await api.user.update({ timeZone: 'Asia/Tokyo' })
    await api.task.complete({ id: second })
    const third = successorId(second)
    expect(await due(third)).toBe('2026-10-31')
    await api.task.complete({ id: third })
    const fourth = successorId(third)
    expect(await due(fourth)).toBe('2026-11-30')
    await api.task.update({ id: fourth, dueOn: '2026-11-29' })
    await api.task.update({ id: fourth, dueOn: '2026-11-30' })
    await api.task.complete({ id: fourth })
    expect(await due(successorId(fourth))).toBe('2026-12-30')
  })

  test('that is revived for another day keeps the day of the month that its task began with', async () => {
    const { api, id, next } = await withTask({
      dueAt: undefined,
      dueOn: '2026-01-31',
      recurrence: 'FREQ=MONTHLY',
    })
    await api.task.complete({ id })
    expect(await api.task.get({ id: next })).toMatchObject({ dueOn: '2026-06-30' })
    await api.task.reopen({ id })
    await api.task.update({ id, dueOn: '2026-08-31' })
    await api.task.complete({ id })
    expect(await api.task.get({ id: next })).toMatchObject({ dueOn: '2026-09-30' })
    await api.task.complete({ id: next })
    expect(await api.task.get({ id: successorId(next) })).toMatchObject({ dueOn: '2026-10-31' })
  })

  test('is not there where its time would be in the year 10000', async () => {
    const { api } = await signIn()
    await api.user.update({ timeZone: 'America/New_York' })
    const { id } = await api.task.create({ title: 'a', dueAt: '9999-12-31T01:00:00Z', recurrence })
    expect(await api.task.complete({ id })).toMatchObject({ status: 'done', successorId: null })
  })

  test('follows also from a task whose id is of another version', async () => {
    const { api, id, next } = await withTask({ id: '00000000-0000-0000-c000-000000000046' })
    expect(await api.task.complete({ id })).toMatchObject({ successorId: next })
    expect(await api.task.get({ id: next })).toMatchObject({ id: next, dueAt: nextDueAt })
  })

  test('is not there after the last time', async () => {
    const { api, id, all } = await withTask({ recurrence: 'FREQ=DAILY;COUNT=1' })
    await api.task.complete({ id })
    expect(await all()).toMatchObject([{ status: 'done', successorId: null, version: 2 }])
    const { id: other } = await api.task.create({
      title: 'b',
      dueAt,
      recurrence: 'FREQ=DAILY;UNTIL=20260616T085959Z',
    })
    expect(await api.task.complete({ id: other })).toMatchObject({ status: 'done', successorId: null })
  })

  test('is made for no task that is created as done, and for none without a rule', async () => {
    const { api, id, all } = await withTask({ status: 'done' })
    expect(await api.task.get({ id })).toMatchObject({ status: 'done', recurrence, successorId: null })
    await api.task.create({ title: 'b', dueAt }).then((task) => api.task.complete({ id: task.id }))
    await api.task.bulk({ operations: [{ type: 'create', title: 'c', dueAt, recurrence, status: 'done' }] })
    expect(await all()).toHaveLength(3)
    await api.task.reopen({ id })
    await api.task.update({ id, recurrence: null })
    expect(await api.task.complete({ id })).toMatchObject({ successorId: null })
  })

  test('has an id that follows from that of its task, as a UUID of version 7', () => {
    const id = '0193a347-9e00-7a32-8c8a-9643cc3985e0'
    expect(successorId(id)).toMatch(/^0193a347-9e00-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(successorId(id)).toBe(successorId(id))
    expect(new Set([id, successorId(id), successorId(successorId(id))]).size).toBe(3)
    // Devices of any version make the same.
    expect(successorId('0193a347-9e00-7000-8000-000000000001')).toBe('0193a347-9e00-7e13-912a-f0ee490e612f')
  })

  test('is one, whoever completes at the same time', async () => {
    const { api, id, all } = await withTask()
    await Promise.all(COMPLETIONS.flatMap(([, complete]) => [complete(api, id), complete(api, id)]))
    expect(await all()).toMatchObject([{ status: 'done' }, { status: 'todo', version: 1 }])
  })

  test('that its owner deleted comes back when the task is completed again', async () => {
    const { api, id, next, successor } = await withTask()
    await api.task.complete({ id })
    await api.task.delete({ id: next })
    await api.task.reopen({ id })
    await api.task.update({ id, title: 'b' })
    await api.task.complete({ id })
    expect(await successor()).toMatchObject({ title: 'b', status: 'todo', dueAt: nextDueAt })
  })

  test('is not taken back by a call that is refused', async () => {
    const { api, id, next } = await withTask()
    await api.task.complete({ id })
    expect(await refusal(api.task.reopen({ id, ifVersion: 1 }))).toMatchObject({ status: 412 })
    expect(await refusal(api.task.update({ id, status: 'todo', ifVersion: 1 }))).toMatchObject({
      status: 412,
    })
    expect(await api.task.get({ id: next })).toMatchObject({ version: 1 })
    const { id: other } = await api.task.create({ title: 'b', dueAt, recurrence })
    expect(await refusal(api.task.complete({ id: other, ifVersion: 2 }))).toMatchObject({ status: 412 })
    expect(await api.task.complete({ id: other, ifVersion: [1, 2] })).toMatchObject({ version: 2 })
  })

  test('is made once for an idempotency key', async () => {
    const { token, api } = await signIn()
    const { id } = await api.task.create({ title: 'a', dueAt, recurrence })
    const again = call(`Bearer ${token}`, { idempotencyKey: 'key' })
    const first = await again.task.complete({ id })
    await api.task.reopen({ id })
    expect(await again.task.complete({ id })).toEqual(first)
    expect(await api.task.list()).toMatchObject({ page: { totalCount: 1 } })
  })

  test('can be completed in the bulk that made it', async () => {
    const { api, id, next, all } = await withTask()
    await api.task.bulk({
      operations: [
        { type: 'update', id, status: 'done' },
        { type: 'update', id: next, status: 'done' },
        { type: 'update', id: next, status: 'todo' },
      ],
    })
    expect(await all()).toMatchObject([{ id }, { id: next, status: 'todo', successorId: null }])
  })
})
