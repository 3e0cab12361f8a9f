import { describe, expect, test } from 'vitest'
import { nextOccurrence, occurs, type Recurring } from './next.ts'

const UTC = 'UTC'

interface Given extends Partial<Recurring> {
  now?: string
  timeZone?: string
}

/** Completes a task again and again, at the time it is due or at `now`, and tells when it was due next. */
function nexts(
  recurrence: string,
  { now, timeZone = UTC, ...given }: Given,
  count: number,
): (string | null)[] {
  let task: Recurring = {
    dueAt: null,
    dueOn: null,
    recurrenceFrom: 'due',
    recurrenceAnchor: null,
    ...given,
    recurrence,
  }
  const found: (string | null)[] = []
  while (found.length < count) {
    const time = new Date(now ?? task.dueAt ?? task.dueOn ?? '')
    const next = nextOccurrence(task, { now: time, timeZone })
    if (!next) return [...found, 'none']
    found.push(next.dueOn ?? next.dueAt)
    task = { ...task, ...next }
  }
  return found
}

const next = (recurrence: string, given: Given) => nexts(recurrence, given, 1)[0]

describe('from the due date, the next occurrence', () => {
  test('is the first one after the due date and after now', () => {
    const dueAt = '2026-06-15T09:00:00.000Z'
    expect(next('FREQ=DAILY', { dueAt, now: '2026-06-10T00:00:00Z' })).toBe('2026-06-16T09:00:00.000Z')
    expect(next('FREQ=DAILY', { dueAt, now: '2026-06-20T08:59:59.999Z' })).toBe('2026-06-20T09:00:00.000Z')
    expect(next('FREQ=DAILY', { dueAt, now: '2026-06-20T09:00:00.000Z' })).toBe('2026-06-21T09:00:00.000Z')
    expect(next('FREQ=DAILY;INTERVAL=3', { dueAt, now: '2026-06-20T00:00:00Z' })).toBe(
      '2026-06-21T09:00:00.000Z',
    )
    expect(next('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', { dueAt, now: '2026-06-22T00:00:00Z' })).toBe(
      '2026-06-29T09:00:00.000Z',
    )
  })

  test('may be today where it is a whole day, until that has ended for its owner', () => {
    const timeZone = 'America/New_York'
    const given = { dueOn: '2026-06-10', timeZone }
    expect(next('FREQ=DAILY', { ...given, now: '2026-06-20T03:59:59.999Z' })).toBe('2026-06-19')
    expect(next('FREQ=DAILY', { ...given, now: '2026-06-20T04:00:00.000Z' })).toBe('2026-06-20')
    expect(next('FREQ=DAILY', { ...given, dueOn: '2026-06-20', now: '2026-06-20T12:00:00Z' })).toBe(
      '2026-06-21',
    )
    expect(next('FREQ=DAILY', { ...given, dueOn: '2026-06-25', now: '2026-06-20T12:00:00Z' })).toBe(
      '2026-06-26',
    )
  })

  test('is the last day of a month that lacks the day, and the 31st comes back', () => {
    expect(nexts('FREQ=MONTHLY', { dueOn: '2026-01-31' }, 4)).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ])
    expect(nexts('FREQ=MONTHLY;BYMONTHDAY=30,31', { dueOn: '2026-01-30' }, 4)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-30',
      '2026-03-31',
    ])
    expect(nexts('FREQ=YEARLY', { dueOn: '2024-02-29' }, 4)).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ])
    expect(nexts('FREQ=MONTHLY;INTERVAL=3', { dueAt: '2026-08-31T09:00:00Z' }, 3)).toEqual([
      '2026-11-30T09:00:00.000Z',
      '2027-02-28T09:00:00.000Z',
      '2027-05-31T09:00:00.000Z',
    ])
  })

  test('keeps the local time when clocks change, and one that does not exist moves by the gap for that once', () => {
    const timeZone = 'Europe/Berlin'
    expect(nexts('FREQ=DAILY', { dueAt: '2026-03-27T01:30:00Z', timeZone }, 4)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-31T00:30:00.000Z',
    ])
    expect(nexts('FREQ=WEEKLY', { dueAt: '2026-10-18T07:00:00Z', timeZone }, 2)).toEqual([
      '2026-10-25T08:00:00.000Z',
      '2026-11-01T08:00:00.000Z',
    ])
  })

  test('goes by the local time of another time zone once the owner is there', () => {
    const first = nextOccurrence(
      {
        dueAt: '2026-01-31T08:00:00Z',
        dueOn: null,
        recurrence: 'FREQ=MONTHLY',
        recurrenceFrom: 'due',
        recurrenceAnchor: null,
      },
      { now: new Date('2026-01-31T08:00:00Z'), timeZone: 'Europe/Berlin' },
    )
    expect(first).toMatchObject({ dueAt: '2026-02-28T08:00:00.000Z', recurrenceAnchor: '31T09:00:00' })
    const given = { ...first, timeZone: 'America/New_York' }
    expect(nexts('FREQ=MONTHLY', given, 2)).toEqual(['2026-03-31T07:00:00.000Z', '2026-04-30T07:00:00.000Z'])
  })
})

describe('from the completion, the next occurrence', () => {
  const recurrenceFrom = 'completion' as const

  test('is counted from the day of it, at the local time of the old due date', () => {
    const given = { dueAt: '2026-03-01T08:00:00Z', recurrenceFrom, timeZone: 'Europe/Berlin' }
    expect(next('FREQ=DAILY;INTERVAL=10', { ...given, now: '2026-03-25T22:00:00Z' })).toBe(
      '2026-04-04T07:00:00.000Z',
    )
    expect(next('FREQ=DAILY;INTERVAL=10', { ...given, now: '2026-02-01T00:00:00Z' })).toBe(
      '2026-02-11T08:00:00.000Z',
    )
    expect(next('FREQ=DAILY', { ...given, now: '2026-03-25T01:00:00Z' })).toBe('2026-03-26T08:00:00.000Z')
    expect(next('FREQ=WEEKLY', { ...given, now: '2026-03-25T23:30:00Z' })).toBe('2026-04-02T07:00:00.000Z')
    expect(next('FREQ=WEEKLY;BYDAY=MO', { ...given, now: '2026-03-25T22:00:00Z' })).toBe(
      '2026-03-30T07:00:00.000Z',
    )
  })

  test('is a whole day after today', () => {
    const given = { dueOn: '2026-06-10', recurrenceFrom, now: '2026-06-20T12:00:00Z' }
    expect(next('FREQ=DAILY', given)).toBe('2026-06-21')
    expect(next('FREQ=MONTHLY', given)).toBe('2026-07-20')
    expect(next('FREQ=MONTHLY', { ...given, now: '2026-01-31T12:00:00Z' })).toBe('2026-02-28')
  })
})

describe('the end', () => {
  test('of a count is after as many occurrences, the first included', () => {
    expect(nexts('FREQ=DAILY;COUNT=3', { dueOn: '2026-06-10' }, 5)).toEqual([
      '2026-06-11',
      '2026-06-12',
      'none',
    ])
    const given = { dueAt: null, dueOn: '2026-06-10', recurrenceFrom: 'due' as const, recurrenceAnchor: null }
    const completed = nextOccurrence(
      { ...given, recurrence: 'FREQ=DAILY;COUNT=3' },
      { now: new Date('2027-01-01T00:00:00Z'), timeZone: UTC },
    )
    expect(completed).toMatchObject({ dueOn: '2027-01-01', recurrence: 'FREQ=DAILY;COUNT=2' })
  })

  test('is a date for whole days and an instant for times, both included', () => {
    expect(nexts('FREQ=DAILY;UNTIL=20260612', { dueOn: '2026-06-10' }, 5)).toEqual([
      '2026-06-11',
      '2026-06-12',
      'none',
    ])
    const dueAt = '2026-06-10T09:00:00Z'
    expect(nexts('FREQ=DAILY;UNTIL=20260611T090000Z', { dueAt }, 5)).toEqual([
      '2026-06-11T09:00:00.000Z',
      'none',
    ])
    expect(nexts('FREQ=DAILY;UNTIL=20260611T085959Z', { dueAt }, 5)).toEqual(['none'])
  })

  test('of the calendar is the year 9999', () => {
    expect(nexts('FREQ=MONTHLY', { dueOn: '9999-11-30' }, 5)).toEqual(['9999-12-30', 'none'])
    expect(next('FREQ=YEARLY;INTERVAL=999', { dueOn: '9999-01-01' })).toBe('none')
    const timeZone = 'America/New_York'
    expect(nexts('FREQ=DAILY', { dueAt: '9999-12-29T23:00:00Z', timeZone }, 5)).toEqual([
      '9999-12-30T23:00:00.000Z',
      '9999-12-31T23:00:00.000Z',
      'none',
    ])
    const moved = { dueAt: '9999-12-31T20:00:00Z', recurrenceAnchor: '30T20:00:00', timeZone: 'Asia/Tokyo' }
    expect(next('FREQ=DAILY', moved)).toBe('none')
    // This evening of the last day is in the next year already.
    expect(next('FREQ=DAILY', { dueAt: '9999-12-31T01:00:00Z', timeZone })).toBe('none')
  })
})

describe('a rule never occurs', () => {
  const given = { dueAt: null, dueOn: '2026-06-16', recurrenceFrom: 'due' as const, recurrenceAnchor: null }

  test.each([
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6',
    'FREQ=YEARLY;BYDAY=MO;BYSETPOS=60',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-31',
    'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
    'FREQ=DAILY;BYMONTHDAY=1;BYSETPOS=2',
    'FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3',
    'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA;BYSETPOS=366',
    'FREQ=MONTHLY;INTERVAL=12;BYMONTH=3',
    'FREQ=DAILY;UNTIL=20260615',
  ])('where no day is meant: %s', (recurrence) => {
    expect(occurs({ ...given, recurrence }, UTC)).toBe(false)
  })

  test.each([
    'FREQ=YEARLY;BYDAY=5FR;BYMONTH=2',
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=13;BYDAY=FR',
    'FREQ=YEARLY;BYDAY=53MO',
    'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366',
    'FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;BYDAY=TU',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU',
    'FREQ=DAILY;COUNT=1',
    'FREQ=DAILY;UNTIL=20260616',
  ])('but may be rare, or over after this time: %s', (recurrence) => {
    expect(occurs({ ...given, recurrence }, UTC)).toBe(true)
  })
})
