import { describe, expect, test } from 'vitest'
import { draftOn } from './draft-on-day.ts'

/** An instant in the time zone of the tests. */
const local = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString()

const parsed = (text?: string) => {
  const dueAt = text === undefined ? null : local(2026, 5, 15, 12, 30)
  return {
    draft: {
      title: 'Lunch',
      priority: 'none' as const,
      tags: ['fun'],
      dueAt,
      dueOn: null,
      recurrence: null,
      projectId: null,
    },
    recognised:
      text === undefined || dueAt === null
        ? []
        : [{ kind: 'due' as const, start: 6, end: 6 + text.length, text, dueAt, dueOn: null, isPast: false }],
  }
}

describe('a line typed for a day', () => {
  test('without a date is due that whole day', () => {
    expect(draftOn('2026-06-18', parsed())).toEqual({
      title: 'Lunch',
      priority: 'none',
      tags: ['fun'],
      dueAt: null,
      dueOn: '2026-06-18',
      recurrence: null,
      projectId: null,
    })
  })

  test('with the end of the day is due that whole day', () => {
    const today = parsed('by eod')
    const eod = { ...today, draft: { ...today.draft, dueAt: null, dueOn: '2026-06-15' } }
    expect(draftOn('2026-06-18', eod)).toMatchObject({ dueAt: null, dueOn: '2026-06-18' })
  })

  test('with a rule begins when that does', () => {
    const daily = parsed('every day')
    const draft = { ...daily.draft, dueAt: null, dueOn: '2026-06-15', recurrence: 'FREQ=DAILY' }
    expect(draftOn('2026-06-18', { ...daily, draft })).toEqual(draft)
  })

  test.each([
    'at half past twelve',
    'half past 12',
    '12:30pm sharp',
    '12:30 on the dot',
    '1230pm',
    '12:30 UTC+2',
    '12:30 CEST',
    'at 12:30 in the afternoon',
    '12:30',
    'at 12:30',
    '12.30',
    '12:30pm',
    'by 12:30 p.m.',
    '@ 12',
    'noon',
    'at 12 o’clock',
  ])('with the time “%s” is due at that time of that day', (text) => {
    expect(draftOn('2026-06-18', parsed(text)).dueAt).toBe(local(2026, 5, 18, 12, 30))
  })

  test.each([
    'tomorrow 12:30',
    'tonight',
    'this evening',
    'Sat 12:30',
    'in two hours',
    'eod friday',
    'end of month',
    '31.12.',
    'Friday',
    '2026-12-24',
    '12/24',
    '24 December',
    'in 2 hours',
    'the 5th',
    'May 5',
  ])('with the date “%s” is due then', (text) => {
    expect(draftOn('2026-06-18', parsed(text)).dueAt).toBe(local(2026, 5, 15, 12, 30))
  })
})
