import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'

const { signIn, clock } = await testApi()

async function userIn(timeZone: string) {
  const user = await signIn()
  await user.api.user.update({ timeZone })
  return user
}

const dueAt = '2030-01-01T12:00:00.000Z'
const dueOn = '2030-01-01'
const wholeDay = { dueOn, dueAt: '2030-01-01T23:59:59.999Z' }
const instant = { dueOn: null, dueAt }
const none = { dueOn: null, dueAt: null }

describe('a task that is due on a day', () => {
  test.each([
    ['Pacific/Auckland', '2030-01-01T10:59:59.999Z'],
    ['America/New_York', '2030-01-02T04:59:59.999Z'],
    ['UTC', '2030-01-01T23:59:59.999Z'],
  ])('is due until the day ends in the time zone of its owner: %s', async (timeZone, expected) => {
    const { api } = await userIn(timeZone)
    const task = await api.task.create({ title: 'a', dueOn })
    expect(task).toMatchObject({ dueOn, dueAt: expected, version: 1 })
    expect(await api.task.get({ id: task.id })).toEqual(task)
    expect((await api.task.list({})).data).toEqual([task])
    expect(await api.task.changes({})).toMatchObject({ changes: [{ task }] })
  })

  test('has its day by every way to write one', async () => {
    const { api } = await userIn('America/New_York')
    const { id } = await api.task.create({ title: 'a' })
    const expected = { dueOn, dueAt: '2030-01-02T04:59:59.999Z' }
    expect(await api.task.update({ id, dueOn })).toMatchObject({ ...expected, version: 2 })
    expect(await api.task.update({ id, dueOn })).toMatchObject({ ...expected, version: 2 })
    expect(await api.task.update({ id, dueOn, status: 'done' })).toMatchObject({ ...expected, version: 3 })
    expect(await api.task.replace({ id, title: 'b', dueOn })).toMatchObject({ ...expected, version: 4 })
    expect(await api.task.replace({ id, title: 'b', dueOn, dueAt: null })).toMatchObject({ version: 4 })
    const { results } = await api.task.bulk({
      operations: [
        { type: 'create', title: 'c', dueOn },
        { type: 'update', id, dueOn: '2030-01-02' },
      ],
    })
    expect(results).toMatchObject([{ task: expected }, { task: { dueAt: '2030-01-03T04:59:59.999Z' } }])
    await api.task.delete({ id })
    await api.user.update({ timeZone: 'UTC' })
    expect((await api.task.listDeleted()).data).toMatchObject([{ dueAt: '2030-01-02T23:59:59.999Z' }])
    expect(await api.task.restore({ id })).toMatchObject({
      dueOn: '2030-01-02',
      dueAt: '2030-01-02T23:59:59.999Z',
    })
  })

  test.each(['2026-02-29', '2026-13-01', '26-01-01', '2026-01-01T00:00:00Z', '10000-01-01', ''])(
    'is refused where it is no day of the calendar: %j',
    async (day) => {
      const { api } = await signIn()
      expect((await refusal(api.task.create({ title: 'a', dueOn: day }))).issues).toMatchObject([
        { path: ['dueOn'] },
      ])
    },
  )

  test.each(['0001-01-01', '9999-12-31'])('may be the first or the last day: %s', async (day) => {
    for (const timeZone of ['UTC', 'Pacific/Auckland', 'America/New_York']) {
      const { api } = await userIn(timeZone)
      const { id, ...task } = await api.task.create({ title: 'a', dueOn: day })
      expect(task).toMatchObject({ dueOn: day, dueAt: expect.stringMatching(/^(0001-01-0|9999-12-3)/) })
      await api.user.update({ timeZone: 'Asia/Tokyo' })
      expect(await api.task.get({ id })).toMatchObject({ dueOn: day })
    }
  })

  test('keeps its reminder, and needs no other due date for it', async () => {
    const { api } = await signIn()
    const { id } = await api.task.create({ title: 'a', dueAt, reminder: 5 })
    expect(await api.task.update({ id, dueOn })).toMatchObject({ ...wholeDay, reminder: 5 })
    expect(await refusal(api.task.update({ id, dueOn: null }))).toMatchObject({
      issues: [{ path: ['reminder'] }],
    })
    const operations = [{ type: 'update' as const, id, dueOn: null }]
    expect(await refusal(api.task.bulk({ operations }))).toMatchObject({
      status: 422,
      issues: [{ path: ['operations', 0, 'reminder'] }],
    })
    expect(await api.task.update({ id, dueOn: null, reminder: null })).toMatchObject(none)
  })
})

describe('an instant and a day', () => {
  test('are not given together, in any way to write a task', async () => {
    const { api } = await signIn()
    const { id } = await api.task.create({ title: 'a' })
    const both = { dueAt, dueOn }
    for (const call of [
      () => api.task.create({ title: 'b', ...both }),
      () => api.task.replace({ id, title: 'b', ...both }),
      () => api.task.update({ id, ...both }),
    ]) {
      expect(await refusal(call())).toMatchObject({ status: 422, issues: [{ path: ['dueOn'] }] })
    }
    const operations = [
      { type: 'create' as const, title: 'b', ...both },
      { type: 'update' as const, id, ...both },
    ]
    expect(await refusal(api.task.bulk({ operations }))).toMatchObject({
      status: 422,
      issues: [{ path: ['operations', 0, 'dueOn'] }, { path: ['operations', 1, 'dueOn'] }],
    })
    expect(await api.task.get({ id })).toMatchObject({ version: 1 })
  })

  test.each([
    ['a day', 'an instant', { dueOn }, { dueAt }, instant],
    [
      'a day',
      'the same instant',
      { dueOn },
      { dueAt: wholeDay.dueAt },
      { dueOn: null, dueAt: wholeDay.dueAt },
    ],
    ['a day', 'no instant', { dueOn }, { dueAt: null }, none],
    ['a day', 'no day', { dueOn }, { dueOn: null }, none],
    ['a day', 'an instant and no day', { dueOn }, { dueAt, dueOn: null }, instant],
    ['an instant', 'a day', { dueAt }, { dueOn }, wholeDay],
    ['an instant', 'a day and no instant', { dueAt }, { dueOn, dueAt: null }, wholeDay],
    ['an instant', 'no instant', { dueAt }, { dueAt: null }, none],
    ['a day', 'neither of them', { dueOn }, { title: 'b' }, wholeDay],
    ['an instant', 'neither of them', { dueAt }, { title: 'b' }, instant],
  ])('replace each other: after %s an update names %s', async (_, __, before, change, expected) => {
    const { api } = await signIn()
    const { id } = await api.task.create({ title: 'a', ...before })
    expect(await api.task.update({ id, ...change })).toMatchObject({ ...expected, version: 2 })
    const { id: other } = await api.task.create({ title: 'a', ...before })
    const { results } = await api.task.bulk({ operations: [{ type: 'update', id: other, ...change }] })
    expect(results).toMatchObject([{ task: { ...expected, version: 2 } }])
  })

  test('are both gone after a replacement without them', async () => {
    const { api } = await signIn()
    for (const before of [{ dueAt }, { dueOn }]) {
      const { id } = await api.task.create({ title: 'a', ...before })
      expect(await api.task.replace({ id, title: 'a' })).toMatchObject(none)
    }
  })
})

describe('another time zone', () => {
  test('moves no task to another day, and tells of each as a change', async () => {
    const { api } = await userIn('Pacific/Auckland')
    const [first, timed, second] = [
      await api.task.create({ title: 'first', dueOn }),
      await api.task.create({ title: 'timed', dueAt }),
      await api.task.create({ title: 'second', dueOn: '2030-07-01', status: 'done' }),
    ]
    await api.task.update({ id: first.id, title: '1st' })
    const { revision } = await api.task.changes({})
    await api.user.update({ timeZone: 'America/New_York' })
    const moved = [
      { ...second, dueAt: '2030-07-02T03:59:59.999Z', version: 2, updatedAt: expect.any(String) },
      {
        ...first,
        title: '1st',
        dueAt: '2030-01-02T04:59:59.999Z',
        version: 3,
        updatedAt: expect.any(String),
      },
    ]
    expect(await api.task.changes({ since: revision })).toMatchObject({
      revision: revision + 2,
      changes: moved.map((task) => ({ type: 'upsert', task })),
    })
    expect(await api.task.get({ id: timed.id })).toEqual(timed)
  })

  test('with the same ends of days changes nothing, and neither does the same again', async () => {
    const { api } = await userIn('Europe/Berlin')
    await api.task.create({ title: 'a', dueOn })
    const { revision } = await api.task.changes({})
    await api.user.update({ timeZone: 'Europe/Paris' })
    await api.user.update({ timeZone: 'Europe/Paris' })
    expect(await api.task.changes({ since: revision })).toMatchObject({ revision, changes: [] })
  })

  test('takes the tasks along that are written at the same time', async () => {
    const { api } = await signIn()
    const zones = ['Pacific/Auckland', 'America/New_York', 'Asia/Kolkata', 'UTC']
    await Promise.all([
      ...zones.map((timeZone) => api.user.update({ timeZone })),
      ...Array.from({ length: 20 }, (_, i) => api.task.create({ title: `task ${i}`, dueOn })),
    ])
    await api.user.update({ timeZone: 'America/New_York' })
    const { data } = await api.task.list({ limit: 100 })
    expect(data).toHaveLength(20)
    expect(new Set(data.map((task) => task.dueAt))).toEqual(new Set(['2030-01-02T04:59:59.999Z']))
    const { changes, revision } = await api.task.changes({ limit: 1000 })
    expect([changes.length, revision >= 20]).toEqual([20, true])
  })

  test('moves nothing of other users', async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const task = await bob.api.task.create({ title: 'a', dueOn })
    await ada.api.user.update({ timeZone: 'Pacific/Auckland' })
    expect(await bob.api.task.get({ id: task.id })).toEqual(task)
  })
})

describe('lists', () => {
  test('have a whole day as overdue once it has ended', async () => {
    const { api } = await userIn('Pacific/Auckland')
    const now = clock()
    const today = new Date(now.getTime() + 12 * 3_600_000).toISOString().slice(0, 10)
    const yesterday = new Date(now.getTime() - 12 * 3_600_000).toISOString().slice(0, 10)
    await api.task.create({ title: 'yesterday', dueOn: yesterday })
    await api.task.create({ title: 'today', dueOn: today })
    await api.task.create({ title: 'some day' })
    const titles = async (query: object) => (await api.task.list(query)).data.map(({ title }) => title)
    expect(await titles({ overdue: true })).toEqual(['yesterday'])
    expect(await titles({ overdue: false, sort: 'dueAt' })).toEqual(['today', 'some day'])
    expect(await api.task.stats()).toMatchObject({ overdue: 1 })
    expect(await titles({ hasDueDate: true, sort: '-dueAt' })).toEqual(['today', 'yesterday'])
    expect(await titles({ hasDueDate: false })).toEqual(['some day'])
    expect(await titles({ dueBefore: new Date(now.getTime()).toISOString() })).toEqual(['yesterday'])
  })
})

test('what an id of a deleted task refuses, a day does not change', async () => {
  const { api } = await signIn()
  const id = uuidv7()
  await api.task.create({ id, title: 'a', dueOn })
  await api.task.delete({ id })
  expect(await refusal(api.task.create({ id, title: 'a', dueOn }))).toMatchObject({ status: 409 })
})
