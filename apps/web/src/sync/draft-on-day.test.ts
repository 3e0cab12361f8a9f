import { describe, expect, test } from 'vitest'
import { draftOn } from './draft-on-day.ts'

/** An instant in the time zone of the tests. */
const local = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString()

const parsed = (text?: string) => {
  const dueAt = text === undefined ? null : local(2026, 5, 15, 12, 30)
  return {
    draft: { title: 'Lunch', priority: 'none' as const, tags: ['fun'], dueAt, projectId: null },
    recognised:
      text === undefined || dueAt === null
        ? []
        : [{ kind: 'due' as const, start: 6, end: 6 + text.length, text, dueAt }],
  }
}

describe('a line typed for a day', () => {
  test('without a date is due at the end of that day', () => {
    expect(draftOn('2026-06-18', parsed())).toEqual({
      title: 'Lunch',
      priority: 'none',
      tags: ['fun'],
      dueAt: local(2026, 5, 18, 23, 59),
      projectId: null,
    })
  })

  test.each(['12:30', 'at 12:30', '12.30', '12:30pm', 'by 12:30 p.m.', '@ 12', 'noon', 'at 12 o’clock'])(
    'with the time “%s” is due at that time of that day',
    (text) => {
      expect(draftOn('2026-06-18', parsed(text)).dueAt).toBe(local(2026, 5, 18, 12, 30))
    },
  )

  test.each([
    'tomorrow 12:30',
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
