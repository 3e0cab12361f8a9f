import { uuidv7 } from 'uuidv7'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'

const { signIn, db, clock } = await testApi()
afterEach(() => vi.unstubAllEnvs())

/** Sets the clock and signs a user in. */
function signInAt(now: string) {
  clock.advance(new Date(now).getTime() - clock().getTime())
  return signIn()
}

/** Inserts tasks completed at the given times. */
const insertCompleted = (userId: string, times: string[]) =>
  db.task.createMany({
    data: times.map((time) => ({
      userId,
      id: uuidv7(),
      title: 'x',
      status: 'done' as const,
      completedAt: new Date(time),
    })),
  })

/** The days with completed tasks, and how many. */
async function completedDays({ api }: Awaited<ReturnType<typeof signIn>>, timeZone?: string) {
  const { completedPerDay } = await api.task.stats(timeZone === undefined ? undefined : { timeZone })
  return Object.fromEntries(completedPerDay.flatMap(({ date, count }) => (count ? [[date, count]] : [])))
}

describe('statistics', () => {
  test('without tasks have every entry, all zero', async () => {
    const { api } = await signInAt('2026-06-15T12:00:00Z')
    const { completedPerDay, ...rest } = await api.task.stats()
    expect(rest).toEqual({
      total: 0,
      byStatus: { todo: 0, in_progress: 0, done: 0 },
      byPriority: { none: 0, low: 0, medium: 0, high: 0, urgent: 0 },
      overdue: 0,
    })
    expect(completedPerDay).toHaveLength(30)
    expect(completedPerDay.every(({ count }) => count === 0)).toBe(true)
    expect([completedPerDay[0]?.date, completedPerDay[15]?.date, completedPerDay[29]?.date]).toEqual([
      '2026-05-17',
      '2026-06-01',
      '2026-06-15',
    ])
  })

  test("count the caller's tasks by status and priority", async () => {
    const [{ api }, other] = [await signIn(), await signIn()]
    await other.api.task.create({ title: "somebody else's", status: 'done', dueAt: '2026-01-01T00:00:00Z' })
    const one = await api.task.create({ title: '1' })
    await api.task.create({ title: '2', status: 'in_progress', priority: 'urgent' })
    await api.task.create({ title: '3', status: 'in_progress', priority: 'low' })
    await api.task.create({ title: '4', status: 'done', priority: 'urgent' })
    const deleted = await api.task.create({ title: '5', status: 'done', priority: 'high' })
    await api.task.delete({ id: deleted.id })
    await api.task.update({ id: one.id, priority: 'medium' })
    expect(await api.task.stats()).toMatchObject({
      total: 4,
      byStatus: { todo: 1, in_progress: 2, done: 1 },
      byPriority: { none: 0, low: 1, medium: 1, high: 0, urgent: 2 },
      overdue: 0,
    })
    expect((await other.api.task.stats()).total).toBe(1)
  })

  test('count tasks as overdue that are due before now and not done', async () => {
    const { api } = await signInAt('2026-06-15T12:00:00Z')
    const due = (dueAt: string, status: 'todo' | 'in_progress' | 'done' = 'todo') =>
      api.task.create({ title: 'x', dueAt, status, priority: status === 'done' ? 'high' : 'low' })
    await due('2026-06-15T11:59:59.999Z')
    await due('2025-01-01T00:00:00Z', 'in_progress')
    await due('2025-01-01T00:00:00Z', 'done')
    await due('2026-06-15T12:00:00.000Z')
    await due('2026-06-15T11:00:00-02:00')
    await api.task.create({ title: 'whenever' })
    expect((await api.task.stats()).overdue).toBe(2)
  })
})

describe('completed tasks per day', () => {
  test('cover the last 30 days including today, in UTC by default', async () => {
    const user = await signInAt('2026-06-15T12:00:00Z')
    await insertCompleted(user.id, [
      '2026-05-16T23:59:59.999Z',
      '2026-05-17T00:00:00.000Z',
      '2026-06-13T23:59:59.999Z',
      '2026-06-14T00:00:00.000Z',
      '2026-06-14T23:59:59.999Z',
      '2026-06-15T00:00:00.000Z',
      '2026-06-15T11:59:59.999Z',
    ])
    const expected = { '2026-05-17': 1, '2026-06-13': 1, '2026-06-14': 2, '2026-06-15': 2 }
    expect(await completedDays(user)).toEqual(expected)
    expect(await completedDays(user, 'UTC')).toEqual(expected)
    expect((await user.api.task.stats()).byStatus.done).toBe(7)
  })

  test('go by the time zone of the user where none is given', async () => {
    const user = await signInAt('2026-06-15T12:00:00Z')
    await user.api.user.update({ timeZone: 'Pacific/Auckland' })
    await insertCompleted(user.id, ['2026-06-14T11:59:59.999Z', '2026-06-14T12:00:00.000Z'])
    expect(await completedDays(user)).toEqual({ '2026-06-14': 1, '2026-06-15': 1 })
    expect(await completedDays(user, 'UTC')).toEqual({ '2026-06-14': 2 })
    expect((await user.api.task.stats()).completedPerDay.at(-1)).toMatchObject({ date: '2026-06-16' })
  })

  test('omit tasks that were reopened or deleted', async () => {
    const user = await signIn()
    await insertCompleted(user.id, ['2026-06-15T01:00:00Z', '2026-06-15T02:00:00Z', '2026-06-15T03:00:00Z'])
    const [first, second] = (await user.api.task.list()).data
    await user.api.task.reopen({ id: first?.id ?? '' })
    await user.api.task.delete({ id: second?.id ?? '' })
    expect(await completedDays(user)).toEqual({ '2026-06-15': 1 })
  })

  test.each<[string, string, string[], Record<string, number>]>([
    [
      'Europe/Berlin',
      '2026-04-02T12:00:00Z',
      // The day begins at 23:00 UTC up to 29 March and at 22:00 UTC afterwards.
      [
        '2026-03-03T22:59:59.999Z',
        '2026-03-03T23:00:00.000Z',
        '2026-03-28T22:59:59.999Z',
        '2026-03-28T23:00:00.000Z',
        '2026-03-29T21:59:59.999Z',
        '2026-03-29T22:00:00.000Z',
      ],
      { '2026-03-04': 1, '2026-03-28': 1, '2026-03-29': 2, '2026-03-30': 1 },
    ],
    [
      'America/New_York',
      '2026-11-03T03:00:00Z',
      [
        '2026-11-01T03:59:59.999Z',
        '2026-11-01T04:00:00.000Z',
        '2026-11-02T04:59:59.999Z',
        '2026-11-02T05:00:00.000Z',
      ],
      { '2026-10-31': 1, '2026-11-01': 2, '2026-11-02': 1 },
    ],
    // The clock skips midnight, so the day begins at 1:00.
    [
      'Africa/Cairo',
      '2026-04-25T12:00:00Z',
      [
        '2026-04-23T21:59:59.999Z',
        '2026-04-23T22:00:00.000Z',
        '2026-04-24T20:59:59.999Z',
        '2026-04-24T21:00:00.000Z',
      ],
      { '2026-04-23': 1, '2026-04-24': 2, '2026-04-25': 1 },
    ],
    // Midnight occurs twice; the day begins at the first.
    [
      'Atlantic/Azores',
      '2026-10-26T12:00:00Z',
      [
        '2026-10-24T23:59:59.999Z',
        '2026-10-25T00:00:00.000Z',
        '2026-10-26T00:59:59.999Z',
        '2026-10-26T01:00:00.000Z',
      ],
      { '2026-10-24': 1, '2026-10-25': 2, '2026-10-26': 1 },
    ],
    // Already the next day there.
    [
      'Pacific/Kiritimati',
      '2026-06-15T12:00:00Z',
      [
        '2026-05-17T09:59:59.999Z',
        '2026-05-17T10:00:00.000Z',
        '2026-06-15T09:59:59.999Z',
        '2026-06-15T10:00:00.000Z',
      ],
      { '2026-05-18': 1, '2026-06-15': 1, '2026-06-16': 1 },
    ],
    // Still the previous day there.
    [
      'Pacific/Pago_Pago',
      '2026-06-15T10:59:59Z',
      [
        '2026-05-16T10:59:59.999Z',
        '2026-05-16T11:00:00.000Z',
        '2026-06-14T10:59:59.999Z',
        '2026-06-14T11:00:00.000Z',
      ],
      { '2026-05-16': 1, '2026-06-13': 1, '2026-06-14': 1 },
    ],
  ])('follow the days of %s', async (timeZone, now, times, expected) => {
    const user = await signInAt(now)
    await insertCompleted(user.id, times)
    expect(await completedDays(user, timeZone)).toEqual(expected)
    const dates = (await user.api.task.stats({ timeZone })).completedPerDay.map(({ date }) => date)
    expect([dates.length, new Set(dates).size, dates.toSorted()]).toEqual([30, 30, dates])
  })

  test.each([
    ['Europe/Berlin', 'America/Nuuk', '2026-03-31T12:00:00Z', '2026-03-29T01:30:00Z', '2026-03-29'],
    ['Africa/Cairo', 'Asia/Beirut', '2026-04-26T12:00:00Z', '2026-04-23T21:30:00Z', '2026-04-24'],
  ])(
    'do not depend on the time zone of the server: %s, requested for %s',
    async (server, timeZone, now, time, date) => {
      vi.stubEnv('TZ', server)
      expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(server)
      const user = await signInAt(now)
      await insertCompleted(user.id, [time])
      expect(await completedDays(user, timeZone)).toEqual({ [date]: 1 })
    },
  )

  test.each(['', 'Mars/Olympus', '+02:00', '-5', '+0200', 'Europe/Berlin; DROP', 2, null])(
    'are refused for %j, which is not a time zone',
    async (timeZone) => {
      const { api } = await signIn()
      expect(await refusal(api.task.stats({ timeZone } as never))).toMatchObject({
        error: 'VALIDATION_ERROR',
        status: 422,
        issues: [{ path: ['timeZone'] }],
      })
    },
  )
})
