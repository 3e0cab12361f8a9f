import { describe, expect, test } from 'vitest'
import { successorId } from '../../core/recurrence/successor-id.ts'
import { refusal, testApi } from '../../testing/test-api.ts'
import { follow } from '../testing/streams.ts'

const { signIn, call } = await testApi()

// The clock of these tests shows 2026-06-15T12:00:00Z.
const dueAt = '2026-06-14T09:00:00.000Z'
const recurrence = 'FREQ=DAILY'
const nextDueAt = '2026-06-16T09:00:00.000Z'

type Api = Awaited<ReturnType<typeof signIn>>['api']

/** Every way to complete a task. */
const COMPLETIONS: [string, (api: Api, id: string) => Promise<unknown>][] = [
  ['complete', (api, id) => api.task.complete({ id })],
  ['an update', (api, id) => api.task.update({ id, status: 'done' })],
  ['a replacement', (api, id) => api.task.replace({ id, title: 'a', dueAt, recurrence, status: 'done' })],
  ['a bulk', (api, id) => api.task.bulk({ operations: [{ type: 'update', id, status: 'done' }] })],
]

/** Every way to reopen it. */
const REOPENINGS: [string, (api: Api, id: string) => Promise<unknown>][] = [
  ['reopen', (api, id) => api.task.reopen({ id })],
  ['an update', (api, id) => api.task.update({ id, status: 'in_progress' })],
  ['a replacement', (api, id) => api.task.replace({ id, title: 'a', dueAt, recurrence })],
  ['a replacement without a rule', (api, id) => api.task.replace({ id, title: 'a' })],
  ['a bulk', (api, id) => api.task.bulk({ operations: [{ type: 'update', id, status: 'todo' }] })],
]

async function withTask(more: object = {}) {
  const user = await signIn()
  const task = await user.api.task.create({ title: 'a', dueAt, recurrence, ...more })
  const { id } = task
  const next = successorId(id)
  const all = async () => (await user.api.task.list({ sort: 'createdAt', limit: 100 })).data
  const successor = () => user.api.task.get({ id: next })
  return { ...user, task, id, next, all, successor }
}

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

test('streams tell of a completed task and of its successor', async () => {
  const { api, id, next } = await withTask()
  const stream = await follow(api, '1')
  await api.task.complete({ id })
  const changes = [(await stream.next())?.change, (await stream.next())?.change]
  const ids = changes.map((change) => change?.type === 'upsert' && change.task.id)
  expect(ids.sort()).toEqual([id, next].sort())
})
