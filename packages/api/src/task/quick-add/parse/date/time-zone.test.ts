import { afterEach, describe, expect, test, vi } from 'vitest'
import { NOON, titleAndDue } from '../../../testing/quick-add.ts'

afterEach(() => vi.unstubAllEnvs())

describe('a time zone', () => {
  test.each([
    ['Call 5pm UTC', 'Call', '2026-06-15T17:00Z'],
    ['Call 11am UTC', 'Call', '2026-06-16T11:00Z'],
    ['Call tomorrow 5pm EST', 'Call', '2026-06-16T22:00Z'],
    ['Call 17:00 +02:00', 'Call', '2026-06-15T15:00Z'],
    ['Call tomorrow 5pm (UTC+3)', 'Call', '2026-06-16T14:00Z'],
    ['Call 5pm get milk', 'Call get milk', '2026-06-15T15:00Z'],
    ['Call 5 PM get milk', 'Call get milk', '2026-06-15T15:00Z'],
    ['Call tomorrow 5pm pet the cat', 'Call pet the cat', '2026-06-16T15:00Z'],
    ['Dinner 5pm +1 guest', 'Dinner 5pm +1 guest', null],
    ['Sale tomorrow -10 percent', 'Sale tomorrow -10 percent', null],
    ['Friday PT session', 'Friday PT session', null],
  ])('is recognised in a text only if it is clear: %j', (text, title, dueAt) => {
    expect(titleAndDue(text)).toEqual([title, dueAt])
  })

  test.each([
    // 1:00 on Tuesday there.
    ['Pacific/Apia', NOON, 'x today 9am', '2026-06-15T20:00Z'],
    ['Pacific/Apia', NOON, 'x tomorrow', '2026-06-17T10:59Z'],
    ['Pacific/Apia', NOON, 'x Tuesday', '2026-06-16T10:59Z'],
    ['Pacific/Apia', NOON, 'x 5pm UTC', '2026-06-15T17:00Z'],
    ['Pacific/Apia', NOON, 'x in 2 hours', '2026-06-15T14:00Z'],
    // The evening before in New York.
    ['America/New_York', '2026-06-15T02:00:00Z', 'x tomorrow 9am', '2026-06-15T13:00Z'],
    ['America/New_York', '2026-06-15T02:00:00Z', 'x Monday', '2026-06-16T03:59Z'],
    ['America/New_York', '2026-06-15T02:00:00Z', 'x 8pm UTC', '2026-06-15T20:00Z'],
    // On 8 March the clock skips from 2:00 to 3:00.
    ['America/New_York', '2026-03-08T06:30:00Z', 'x in 1 hour', '2026-03-08T07:30Z'],
    ['America/New_York', '2026-03-08T06:30:00Z', 'x in 2 hours', '2026-03-08T08:30Z'],
    ['America/New_York', '2026-03-08T06:30:00Z', 'x in 90 minutes', '2026-03-08T08:00Z'],
    ['America/New_York', '2026-03-08T06:30:00Z', 'x 2:30am', '2026-03-08T07:30Z'],
    ['America/New_York', '2026-03-08T06:30:00Z', 'x 4am', '2026-03-08T08:00Z'],
    ['America/New_York', '2026-03-07T12:00:00Z', 'x tomorrow 2:30am', '2026-03-08T07:30Z'],
    ['America/New_York', '2026-03-07T12:00:00Z', 'x in 2 days', '2026-03-10T03:59Z'],
    ['America/New_York', '2026-03-07T12:00:00Z', 'x in 24 hours', '2026-03-08T12:00Z'],
    // On 1 November the clock goes back from 2:00 to 1:00. The first 1:30 counts.
    ['America/New_York', '2026-10-31T12:00:00Z', 'x tomorrow 1:30am', '2026-11-01T05:30Z'],
    ['America/New_York', '2026-11-01T05:30:00Z', 'x in 1 hour', '2026-11-01T06:30Z'],
    // On 29 March Berlin has no 2:30, and on 24 April Cairo has no 0:15.
    ['Europe/Berlin', '2026-03-28T12:00:00Z', 'x tomorrow 02:30', '2026-03-29T01:30Z'],
    ['Africa/Cairo', '2026-04-22T12:00:00Z', 'x April 24 00:15', '2026-04-23T22:15Z'],
    ['Australia/Lord_Howe', '2026-06-15T12:00:00Z', 'x tomorrow 9am', '2026-06-15T22:30Z'],
  ])('of the user defines the date, not that of the server: %s at %s, %j', (timeZone, now, text, dueAt) => {
    for (const server of ['UTC', 'America/New_York', 'Pacific/Apia', 'Africa/Cairo']) {
      vi.stubEnv('TZ', server)
      expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(server)
      expect(titleAndDue(text, timeZone, now), server).toEqual(['x', dueAt])
    }
  })
})
