import { expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'

const { signIn, anyone } = await testApi()

test("the caller's tasks are counted by the day they are due, without empty days and the trash", async () => {
  const [{ api }, other] = [await signIn(), await signIn()]
  await other.api.task.create({ title: 'x', dueOn: '2026-06-02' })
  await api.task.create({ title: 'whole day', dueOn: '2026-06-02' })
  await api.task.create({ title: 'done', dueAt: '2026-06-02T10:00:00Z', status: 'done' })
  await api.task.create({ title: 'first instant', dueAt: '2026-06-01T00:00:00.000Z' })
  await api.task.create({ title: 'last instant', dueAt: '2026-06-04T23:59:59.999Z' })
  await api.task.create({ title: 'before', dueAt: '2026-05-31T23:59:59.999Z' })
  await api.task.create({ title: 'after', dueAt: '2026-06-05T00:00:00.000Z' })
  await api.task.create({ title: 'before', dueOn: '2026-05-31' })
  await api.task.create({ title: 'after', dueOn: '2026-06-05' })
  await api.task.create({ title: 'whenever' })
  const gone = await api.task.create({ title: 'gone', dueOn: '2026-06-03' })
  await api.task.delete({ id: gone.id })
  expect(await api.task.days({ from: '2026-06-01', to: '2026-06-04' })).toEqual({
    data: [
      { date: '2026-06-01', open: 1, total: 1 },
      { date: '2026-06-02', open: 1, total: 2 },
      { date: '2026-06-04', open: 1, total: 1 },
    ],
  })
  expect(await other.api.task.days({ from: '2026-06-02', to: '2026-06-02' })).toEqual({
    data: [{ date: '2026-06-02', open: 1, total: 1 }],
  })
})

test('a time is counted on its day in the time zone given, else in that of the account, and a whole day on its date in any', async () => {
  const { api } = await signIn()
  await api.user.update({ timeZone: 'Pacific/Auckland' })
  await api.task.create({
    title: 'evening of the 9th in UTC, the 10th in Auckland',
    dueAt: '2026-06-09T20:00:00Z',
  })
  await api.task.create({ title: 'whole day', dueOn: '2026-06-09' })
  const days = async (timeZone?: string) => {
    const range = { from: '2026-06-08', to: '2026-06-11' }
    const { data } = await api.task.days({ ...range, ...(timeZone && { timeZone }) })
    return Object.fromEntries(data.map(({ date, total }) => [date, total]))
  }
  expect(await days()).toEqual({ '2026-06-09': 1, '2026-06-10': 1 })
  expect(await days('UTC')).toEqual({ '2026-06-09': 2 })
  expect(await days('Pacific/Pago_Pago')).toEqual({ '2026-06-09': 2 })
})

test('a day that a clock skips has nothing, and one of 25 hours has all of them', async () => {
  const { api } = await signIn()
  // Apia went from 29 to 31 December 2011.
  await api.task.create({ title: '29th', dueAt: '2011-12-30T09:59:00Z' })
  await api.task.create({ title: '31st', dueAt: '2011-12-30T10:00:00Z' })
  const apia = await api.task.days({ from: '2011-12-29', to: '2011-12-31', timeZone: 'Pacific/Apia' })
  expect(apia.data).toEqual([
    { date: '2011-12-29', open: 1, total: 1 },
    { date: '2011-12-31', open: 1, total: 1 },
  ])
  await api.task.create({ title: '25th hour', dueAt: '2026-10-25T22:30:00Z' })
  const berlin = await api.task.days({ from: '2026-10-25', to: '2026-10-25', timeZone: 'Europe/Berlin' })
  expect(berlin.data).toEqual([{ date: '2026-10-25', open: 1, total: 1 }])
})

test('the years 1 and 9999 can be counted', async () => {
  const { api } = await signIn()
  await api.task.create({ title: 'first', dueOn: '0001-01-01' })
  await api.task.create({ title: 'last', dueOn: '9999-12-31' })
  await api.task.create({ title: 'last instant', dueAt: '9999-12-31T23:59:59.999Z' })
  const first = await api.task.days({ from: '0001-01-01', to: '0001-01-02' })
  const last = await api.task.days({ from: '9999-12-30', to: '9999-12-31' })
  expect([...first.data, ...last.data]).toEqual([
    { date: '0001-01-01', open: 1, total: 1 },
    { date: '9999-12-31', open: 2, total: 2 },
  ])
  const east = await api.task.days({ from: '0001-01-01', to: '0001-01-01', timeZone: 'Pacific/Auckland' })
  expect(east.data).toEqual([{ date: '0001-01-01', open: 1, total: 1 }])
})

test('days in the wrong order, too many, and anonymous callers are refused', async () => {
  const { api } = await signIn()
  const onTo = (message: string) => ({ status: 422, issues: [{ path: ['to'], message }] })
  const from = '2026-06-02'
  expect(await refusal(api.task.days({ from, to: '2026-06-01' }))).toMatchObject(
    onTo('must not be before `from`'),
  )
  expect(await refusal(api.task.days({ from, to: '2027-06-03' }))).toMatchObject(
    onTo('must be at most 365 days after `from`'),
  )
  expect((await api.task.days({ from, to: '2027-06-02' })).data).toEqual([])
  expect(await refusal(anyone.task.days({ from, to: from }))).toMatchObject({ error: 'UNAUTHORIZED' })
})
