import { describe, expect, test } from 'vitest'
import { titleAndDue } from '../testing/quick-add.ts'

describe('a date', () => {
  test.each([
    ['Call Bob today', 'Call Bob', '2026-06-15T21:59Z'],
    ['Call Bob tomorrow', 'Call Bob', '2026-06-16T21:59Z'],
    ['TOMORROW call Bob', 'call Bob', '2026-06-16T21:59Z'],
    ['Call Bob tonight', 'Call Bob', '2026-06-15T21:59Z'],
    ['Run tomorrow morning', 'Run', '2026-06-16T04:00Z'],
    ['Cinema Friday night', 'Cinema', '2026-06-19T21:59Z'],
    ['Dinner at 7pm', 'Dinner', '2026-06-15T17:00Z'],
    ['Dinner 7 p.m. with Ada', 'Dinner with Ada', '2026-06-15T17:00Z'],
    ['Get up 6:30', 'Get up', '2026-06-16T04:30Z'],
    ['Lunch at noon', 'Lunch', '2026-06-16T10:00Z'],
    ['Call tomorrow at 5', 'Call', '2026-06-16T03:00Z'],
    ['Pay rent by Friday', 'Pay rent', '2026-06-19T21:59Z'],
    ['Books due on Friday', 'Books', '2026-06-19T21:59Z'],
    ['Meet Sat 10am', 'Meet', '2026-06-20T08:00Z'],
    ['Stand-up Monday', 'Stand-up', '2026-06-15T21:59Z'],
    ['Stand-up Monday 9am', 'Stand-up', '2026-06-22T07:00Z'],
    ['Stand-up next Monday', 'Stand-up', '2026-06-22T21:59Z'],
    ['Report the day after tomorrow 9am', 'Report', '2026-06-17T07:00Z'],
    ['Report by day after tomorrow', 'Report', '2026-06-17T21:59Z'],
    ['Report next week', 'Report', '2026-06-22T21:59Z'],
    ['Party Dec 24 8pm', 'Party', '2026-12-24T19:00Z'],
    ['Party 24 December', 'Party', '2026-12-24T22:59Z'],
    ['Taxes by the 5th of May', 'Taxes', '2027-05-05T21:59Z'],
    ['Today is June 15', 'is June 15', '2026-06-15T21:59Z'],
    ['Ship on 2026-12-24', 'Ship', '2026-12-24T22:59Z'],
    ['Ship by 12/24', 'Ship', '2026-12-24T22:59Z'],
    ['Ship 12/24/2026 17:00', 'Ship', '2026-12-24T16:00Z'],
    ['2026-06-20T09:30:00-04:00 launch', 'launch', '2026-06-20T13:30Z'],
    ['Tax return 2020-01-31', 'Tax return', '2020-01-31T22:59Z'],
    ['Bread out in 45 minutes', 'Bread out', '2026-06-15T12:45Z'],
    ['Bread out in 1h30m', 'Bread out', '2026-06-15T13:30Z'],
    ['Bread out in half an hour', 'Bread out', '2026-06-15T12:30Z'],
    ['Check 2 hours from now', 'Check', '2026-06-15T14:00Z'],
    ['Check in 1.5 hours', 'Check', '2026-06-15T13:30Z'],
    ['Check in  2\n hours', 'Check', '2026-06-15T14:00Z'],
    ['Check in an hour', 'Check', '2026-06-15T13:00Z'],
    ['Check in 1 day, 2 hours and 5 mins', 'Check', '2026-06-16T14:05Z'],
    ['Check within 2 weeks', 'Check', '2026-06-29T21:59Z'],
    ['Check in about ten days', 'Check', '2026-06-25T21:59Z'],
    ['Check in half a day', 'Check', '2026-06-16T00:00Z'],
    ['Check in a year', 'Check', '2027-06-15T21:59Z'],
    ['Check in 1mo', 'Check', '2026-07-15T21:59Z'],
    ['Check in 2 hours get milk', 'Check get milk', '2026-06-15T14:00Z'],
    ['Pay at the end of May', 'Pay', '2027-05-31T21:59Z'],
    ['Pay by end of month', 'Pay', '2026-06-30T21:59Z'],
    ['Call this evening', 'Call', '2026-06-15T18:00Z'],
    ['Check in 3 days', 'Check', '2026-06-18T21:59Z'],
    ['Check in 3 days at 5pm', 'Check', '2026-06-18T15:00Z'],
    ['Passport in 2 months', 'Passport', '2026-08-15T21:59Z'],
  ])('is recognised in %j', (text, title, dueAt) => {
    expect(titleAndDue(text)).toEqual([title, dueAt])
  })

  test.each([
    "Read Tomorrow's paper",
    'Read Tomorrow’s paper',
    "File Monday's notes",
    'Watch the Friday match',
    'Water plants every Monday',
    'Move the 5pm call to Monday',
    'Finish before Friday',
    'Slides for tomorrow',
    'Plan Black Friday',
    'Renew the monday.com account',
    'Ask bob@friday.org',
    'Read https://example.com/2026-12-24/news',
    'A pre-tomorrow check, Monday-ish',
    'Watch "Tomorrow never dies"',
    'We may go',
    'May',
    'march to the sea',
    'Meet in May',
    'Call Jan',
    'Budget for March 2027',
    'Room 5 may be free',
    'the cat sat',
    'Sun cream',
    'Out in the sun',
    'Weekend trip',
    'Buy 2026 calendars',
    'Route 66',
    'Do it now',
    'wait a second',
    'Invest in the second quarter',
    'Order next day delivery',
    'Read for 2 hours',
    'Run 30 minutes',
    'Swim in 50 m pool',
    'Call in a few days',
    'Call in an hour and a half',
    'Call in a month and 2 hours',
    'Call in 1.5 months',
    'Call in 0 minutes',
    'Friday in 2 hours',
    'It began 2 hours ago',
    'Yesterday was fine',
    'Last Friday was fine',
    'Today 9am was fine',
    'Look at 5 flats',
    'Fruit 5 a day',
    'Good morning mail',
    'Night shift',
    'Buy 3/4 inch screws',
    'Upgrade to 10.12.26',
    'Score 1:1',
    'Open 9am to 5pm',
    'Dinner 5pm -2 guests',
    'Holidays May 5 - May 9',
    'Dinner Dec 24 1800',
    'Party May 5 20 guests',
    'End of 99999 years',
    'in 99999999999999999999 hours',
    'in 9000 years',
  ])('is not recognised in %j, which stays the title', (text) => {
    expect(titleAndDue(text)).toEqual([text, null])
  })

  test('is the first in the text; others stay in the title', () => {
    expect(titleAndDue('Monday call about Friday')).toEqual(['call about Friday', '2026-06-15T21:59Z'])
    expect(titleAndDue('Read the Friday paper on Sunday')).toEqual([
      'Read the Friday paper',
      '2026-06-21T21:59Z',
    ])
  })

  test('of today is valid until the end of the day, and a time until the end of its minute', () => {
    expect(titleAndDue('x today', 'UTC', '2026-06-15T23:59:59.999Z')).toEqual(['x', '2026-06-15T23:59Z'])
    expect(titleAndDue('x 12:00', 'UTC', '2026-06-15T12:00:30Z')).toEqual(['x', '2026-06-15T12:00Z'])
    expect(titleAndDue('x 12:00', 'UTC', '2026-06-15T12:01:00Z')).toEqual(['x', '2026-06-16T12:00Z'])
    expect(titleAndDue('x June 15', 'UTC', '2026-06-15T18:00:00Z')).toEqual(['x', '2026-06-15T23:59Z'])
    expect(titleAndDue('x June 14', 'UTC')).toEqual(['x', '2027-06-14T23:59Z'])
  })

  test('is cut out with the surrounding white space and punctuation', () => {
    expect(titleAndDue('Buy   milk   tomorrow   5pm   for  Bob')).toEqual([
      'Buy   milk for  Bob',
      '2026-06-16T15:00Z',
    ])
    expect(titleAndDue('Tomorrow, buy milk')).toEqual(['buy milk', '2026-06-16T21:59Z'])
    expect(titleAndDue('Friday - buy milk')).toEqual(['buy milk', '2026-06-19T21:59Z'])
    expect(titleAndDue('Buy milk, tomorrow.')).toEqual(['Buy milk.', '2026-06-16T21:59Z'])
    expect(titleAndDue('Buy milk (tomorrow 5pm), and eggs')).toEqual([
      'Buy milk, and eggs',
      '2026-06-16T15:00Z',
    ])
    expect(titleAndDue('Buy milk (by Friday)')).toEqual(['Buy milk', '2026-06-19T21:59Z'])
    expect(titleAndDue('Buy milk\ntomorrow\t5pm\n- whole')).toEqual(['Buy milk - whole', '2026-06-16T15:00Z'])
    expect(titleAndDue('Tomorrow -5 degrees')).toEqual(['-5 degrees', '2026-06-16T21:59Z'])
  })
})
