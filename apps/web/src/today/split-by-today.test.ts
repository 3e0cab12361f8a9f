import { afterEach, expect, test, vi } from 'vitest'
import { matches } from '../sync/lists/task-order.ts'
import { testTask } from '../testing/test-task.ts'
import { splitByToday, todayFilters } from './split-by-today.ts'

const TODAY = '2026-11-21'
const at = (title: string, dueAt: string) => testTask({ id: title, title, dueAt })
const on = (title: string, dueOn: string, dueAt: string) => testTask({ id: title, title, dueOn, dueAt })
const titles = (tasks: readonly { title: string }[]) => tasks.map(({ title }) => title)

afterEach(() => {
  vi.unstubAllEnvs()
})

test('splits tasks by the day of this device: before today, and today with whole days first', () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  const { overdue, due } = splitByToday(
    [
      at('late yesterday', '2026-11-20T22:59:00.000Z'),
      at('early today', '2026-11-20T23:00:00.000Z'),
      on('some time today', TODAY, '2026-11-21T22:59:59.999Z'),
      at('tomorrow', '2026-11-21T23:00:00.000Z'),
    ],
    TODAY,
  )
  expect(titles(overdue)).toEqual(['late yesterday'])
  expect(titles(due)).toEqual(['some time today', 'early today'])
})

test.each([
  // The end of the day for the server, as far from this device's as time zones are apart.
  ['Pacific/Kiritimati', '2026-11-22T11:59:59.999Z'],
  ['Pacific/Pago_Pago', '2026-11-21T09:59:59.999Z'],
])('in %s, the lists have a whole day of today wherever the account is', (zone, dueAt) => {
  vi.stubEnv('TZ', zone)
  const task = on('today', TODAY, dueAt)
  const { before, from } = todayFilters(TODAY)
  expect([matches(task, before), matches(task, from)].filter(Boolean)).toHaveLength(1)
  expect(titles(splitByToday([task], TODAY).due)).toEqual(['today'])
})
