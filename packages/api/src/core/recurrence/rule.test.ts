import { describe, expect, test } from 'vitest'
import { parseRule, RuleProblem, withCount } from './rule.ts'

describe('a rule is understood', () => {
  test('with every part that Tandem knows, in any order and case', () => {
    const text =
      'interval=2;Freq=YEARLY;BYMONTH=1,12;BYMONTHDAY=+1,-31;BYDAY=MO,+2TU,-1SU;BYSETPOS=1,-366;WKST=SU;COUNT=5'
    expect(parseRule(text)).toEqual({
      freq: 'YEARLY',
      interval: 2,
      byDay: [
        { ordinal: 0, weekday: 0 },
        { ordinal: 2, weekday: 1 },
        { ordinal: -1, weekday: 6 },
      ],
      byMonthDay: [1, -31],
      byMonth: [1, 12],
      bySetPos: [1, -366],
      wkst: 'SU',
      count: 5,
      until: undefined,
    })
  })

  test.each(['20281231', '20280229', '20281231T235959Z'])('until a day or an instant: %s', (until) => {
    expect(parseRule(`FREQ=DAILY;UNTIL=${until}`)).toMatchObject({ until })
  })
})

test.each([
  '',
  'FREQ',
  'FREQ=',
  'FREQ=DAILY;',
  'RRULE:FREQ=DAILY',
  'FREQ=DAILY\nFREQ=DAILY',
  // Upper case makes these the letters that are meant.
  'FREQ=DAILY;\u0131NTERVAL=2',
  'FREQ=DAILY;UNT\u0131L=20281231',
  'FREQ=HOURLY',
  'FREQ=SECONDLY',
  'FREQ=SOMETIMES',
  'INTERVAL=2',
  'FREQ=DAILY;FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=0',
  'FREQ=DAILY;INTERVAL=-1',
  'FREQ=DAILY;INTERVAL=1.5',
  'FREQ=DAILY;INTERVAL=1000',
  'FREQ=DAILY;COUNT=0',
  'FREQ=DAILY;COUNT=10000',
  'FREQ=DAILY;COUNT=2;UNTIL=20281231',
  'FREQ=DAILY;UNTIL=20280230',
  'FREQ=DAILY;UNTIL=20281231T235959',
  'FREQ=DAILY;UNTIL=20281231T250000Z',
  'FREQ=DAILY;UNTIL=2028-12-31',
  'FREQ=DAILY;UNTIL=00281231',
  'FREQ=DAILY;BYDAY=1MO',
  'FREQ=WEEKLY;BYDAY=1MO',
  'FREQ=WEEKLY;BYDAY=MO,MO',
  'FREQ=WEEKLY;BYDAY=XX',
  'FREQ=WEEKLY;BYDAY=MO,',
  'FREQ=WEEKLY;BYMONTHDAY=1',
  'FREQ=MONTHLY;BYDAY=6MO',
  'FREQ=MONTHLY;BYDAY=0MO',
  'FREQ=MONTHLY;BYMONTHDAY=32',
  'FREQ=MONTHLY;BYMONTHDAY=0',
  'FREQ=MONTHLY;BYSETPOS=1',
  'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0',
  'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367',
  'FREQ=YEARLY;BYDAY=54MO',
  'FREQ=YEARLY;BYMONTH=13',
  'FREQ=YEARLY;BYMONTH=-1',
  'FREQ=YEARLY;BYWEEKNO=20',
  'FREQ=YEARLY;BYYEARDAY=1',
  'FREQ=DAILY;BYHOUR=9',
  'FREQ=DAILY;WKST=XX',
  'FREQ=DAILY;X=1',
  'FREQ=DAILY;RSCALE=GREGORIAN;SKIP=FORWARD',
  `FREQ=WEEKLY;BYDAY=${'MO,'.repeat(100)}TU`,
])('a rule is not understood: %s', (text) => {
  expect(() => parseRule(text)).toThrow(RuleProblem)
})

test('a rule for one occurrence fewer is the same rule, and without a count it stays', () => {
  expect(withCount('count=12;FREQ=DAILY', 11)).toBe('COUNT=11;FREQ=DAILY')
  expect(withCount('FREQ=DAILY;UNTIL=20281231', undefined)).toBe('FREQ=DAILY;UNTIL=20281231')
})
