import { parseRule } from '@tandem/client/recurrence'
import { expect, test } from 'vitest'
import { describeRule } from './rule.ts'

const describe = (
  rule: string,
  options: { recurrenceFrom?: 'due' | 'completion'; locale?: string; timeZone?: string } = {},
) => describeRule(parseRule(rule), { recurrenceFrom: 'due', timeZone: 'UTC', locale: 'en-GB', ...options })

const SAID = `
FREQ=DAILY                                     Every day
FREQ=DAILY;INTERVAL=2                          Every 2 days
FREQ=DAILY;INTERVAL=999                        Every 999 days
FREQ=DAILY;COUNT=5                             Every day, 5 times more
FREQ=DAILY;COUNT=1                             Every day, one last time
FREQ=DAILY;UNTIL=20300101                      Every day, until 1 Jan 2030
FREQ=DAILY;UNTIL=20300101T235959Z              Every day, until 1 Jan 2030
FREQ=DAILY;UNTIL=20300101T120000Z              Every day, until 1 Jan 2030, 12:00
FREQ=DAILY;UNTIL=20300101T120005Z              Every day, until 1 Jan 2030, 12:00:05
FREQ=DAILY;WKST=SU                             Every day
FREQ=DAILY;BYMONTH=1                           Every day, in January only
FREQ=DAILY;BYMONTH=7,6,8                       Every day, in Jun, Jul and Aug only
FREQ=DAILY;BYDAY=MO                            Every week on Monday
FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR                Every weekday (Mon–Fri)
FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=9      Every weekday (Mon–Fri), in September only
FREQ=DAILY;INTERVAL=3;BYDAY=MO                 Every 3 days, if it is a Monday
FREQ=DAILY;INTERVAL=3;BYDAY=WE,MO              Every 3 days, if it is a Mon or Wed
FREQ=DAILY;BYMONTHDAY=1                        Every day, if it is the 1st
FREQ=DAILY;BYMONTHDAY=-1,1                     Every day, if it is the 1st or last day
FREQ=DAILY;BYMONTHDAY=13;BYDAY=FR              Every day, if it is the 13th and a Friday
FREQ=WEEKLY                                    Every week
FREQ=WEEKLY;INTERVAL=2                         Every 2 weeks
FREQ=WEEKLY;BYDAY=MO                           Every week on Monday
FREQ=WEEKLY;BYDAY=FR,MO                        Every week on Mon and Fri
FREQ=WEEKLY;BYDAY=SU,MO,WE                     Every week on Mon, Wed and Sun
FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR             Every 2 weeks on Mon and Fri
FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=MO        Every 2 weeks on Sunday
FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU        Every 2 weeks on Sunday, weeks starting on Sunday
FREQ=WEEKLY;BYDAY=SU;WKST=SU                   Every week on Sunday
FREQ=WEEKLY;INTERVAL=2;WKST=SU                 Every 2 weeks
FREQ=WEEKLY;BYDAY=FR,TH,WE,TU,MO               Every weekday (Mon–Fri)
FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR    Every 3 weeks on weekdays (Mon–Fri)
FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU         Every day
FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU  Every 2 weeks on all days
FREQ=WEEKLY;BYDAY=SA,SU                        Every week on Sat and Sun
FREQ=WEEKLY;BYDAY=TU;BYMONTH=12,1              Every week on Tuesday, in Jan and Dec only
freq=weekly;byday=mo;count=10                  Every week on Monday, 10 times more
FREQ=MONTHLY                                   Every month
FREQ=MONTHLY;INTERVAL=3                        Every 3 months
FREQ=MONTHLY;BYMONTHDAY=1                      Every month on the 1st
FREQ=MONTHLY;BYMONTHDAY=2                      Every month on the 2nd
FREQ=MONTHLY;BYMONTHDAY=3                      Every month on the 3rd
FREQ=MONTHLY;BYMONTHDAY=11                     Every month on the 11th
FREQ=MONTHLY;BYMONTHDAY=12,13                  Every month on the 12th and 13th
FREQ=MONTHLY;BYMONTHDAY=31                     Every month on the 31st
FREQ=MONTHLY;BYMONTHDAY=22,1,15                Every month on the 1st, 15th and 22nd
FREQ=MONTHLY;BYMONTHDAY=-1                     Every month on the last day
FREQ=MONTHLY;BYMONTHDAY=-2                     Every month on the second to last day
FREQ=MONTHLY;BYMONTHDAY=-1,15,-10              Every month on the 15th, 10th to last day and last day
FREQ=MONTHLY;BYDAY=-1FR                        Every month on the last Friday
FREQ=MONTHLY;BYDAY=1MO                         Every month on the first Monday
FREQ=MONTHLY;BYDAY=+2TU,-1SU                   Every month on the second Tuesday and the last Sunday
FREQ=MONTHLY;BYDAY=5WE                         Every month on the fifth Wednesday
FREQ=MONTHLY;BYDAY=-2TH                        Every month on the second to last Thursday
FREQ=MONTHLY;BYDAY=WE                          Every month on every Wednesday
FREQ=MONTHLY;INTERVAL=2;BYDAY=FR,MO            Every 2 months on every Mon and Fri
FREQ=MONTHLY;BYDAY=SA;BYSETPOS=2               Every month on the second Saturday
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1  Every month on the last weekday (Mon–Fri)
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1  Every month on the first and last weekday (Mon–Fri)
FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1            Every month on the first weekend day
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=3  Every month on the third day
FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR            Every month on the 13th, if it is a Friday
FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=1,4,7,10     Every month on the 1st, in Jan, Apr, Jul and Oct only
FREQ=MONTHLY;BYMONTH=5                         Every month, in May only
FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231         Every month on the last Friday, until 31 Dec 2026
FREQ=YEARLY                                    Every year
FREQ=YEARLY;INTERVAL=4                         Every 4 years
FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29            Every year on 29 Feb
FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31            Every year on 29 Feb
FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20300101  Every year on 29 Feb, until 1 Jan 2030
FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=24  Every 2 years on 24 Dec
FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1            Every year on the last day of February
FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1,15        Every year on the 1st and 15th of Jan and Jul
FREQ=YEARLY;BYMONTHDAY=1                       Every year on the 1st of every month
FREQ=YEARLY;BYMONTH=6                          Every year in June
FREQ=YEARLY;BYMONTH=12,6                       Every year in Jun and Dec
FREQ=YEARLY;BYMONTH=11;BYDAY=4TH               Every year on the fourth Thursday of November
FREQ=YEARLY;BYMONTH=11;BYDAY=TH                Every year on every Thursday of November
FREQ=YEARLY;BYDAY=20MO                         Every year on the 20th Monday of the year
FREQ=YEARLY;BYDAY=-1MO                         Every year on the last Monday of the year
FREQ=YEARLY;INTERVAL=2;BYDAY=MO                Every 2 years on every Monday
FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1   Every year on the last weekday (Mon–Fri) of the year
FREQ=YEARLY;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1  Every year on the first weekday (Mon–Fri) of June
FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR             Every year on the 13th of every month, if it is a Friday
FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=13,31;BYDAY=FR,SA  Every year on the 13th and 31st of October, if it is a Fri or Sat
`
const said = SAID.trim()
  .split('\n')
  .map((line) => line.split(/ {2,}/) as [rule: string, english: string])

test.each(said)('%s is “%s”', (rule, english) => {
  expect(describe(rule)).toBe(english)
})

test.each([
  'FREQ=DAILY;BYDAY=MO;BYSETPOS=1',
  'FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1',
  'FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=1',
  'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
  'FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=1FR',
  'FREQ=MONTHLY;BYDAY=1MO,2TU;BYSETPOS=1',
  'FREQ=MONTHLY;BYMONTH=1;BYSETPOS=1',
  'FREQ=YEARLY;BYMONTH=1,2;BYDAY=MO;BYSETPOS=1',
  'FREQ=YEARLY;BYMONTH=1;BYSETPOS=1',
])('%s is more than English says', (rule) => {
  expect(describe(rule)).toBeUndefined()
})

test('no two rules of the table that mean something else are said alike', () => {
  const rulesOf = (english: string) => said.filter(([, other]) => other === english).map(([rule]) => rule)
  const same = [...new Set(said.map(([, english]) => english))]
    .map(rulesOf)
    .filter(({ length }) => length > 1)
  expect(same).toEqual([
    // A week that starts elsewhere, an end at midnight, the same days in other words, and a day that February lacks.
    ['FREQ=DAILY', 'FREQ=DAILY;WKST=SU', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU'],
    ['FREQ=DAILY;UNTIL=20300101', 'FREQ=DAILY;UNTIL=20300101T235959Z'],
    ['FREQ=DAILY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=MO'],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=WEEKLY;BYDAY=FR,TH,WE,TU,MO'],
    ['FREQ=WEEKLY;INTERVAL=2', 'FREQ=WEEKLY;INTERVAL=2;WKST=SU'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31'],
  ])
})

test('what is counted from its completion says so', () => {
  expect(describe('FREQ=DAILY;INTERVAL=3;COUNT=2', { recurrenceFrom: 'completion' })).toBe(
    'Every 3 days, counted from the day it is done, 2 times more',
  )
})

test('dates are in the order of the user’s English, and in that of others in British', () => {
  const rule = 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20300101'
  expect(describe(rule, { locale: 'en-US' })).toBe('Every year on Feb 29, until Jan 1, 2030')
})

test('a last instant is told in the time zone of the account', () => {
  const rule = 'FREQ=DAILY;UNTIL=20291231T230000Z'
  expect(describe(rule)).toBe('Every day, until 31 Dec 2029, 23:00')
  expect(describe(rule, { timeZone: 'Europe/Berlin' })).toBe('Every day, until 1 Jan 2030, 00:00')
  expect(describe('FREQ=DAILY;UNTIL=20291231T225959Z', { timeZone: 'Europe/Berlin' })).toBe(
    'Every day, until 31 Dec 2029',
  )
})
