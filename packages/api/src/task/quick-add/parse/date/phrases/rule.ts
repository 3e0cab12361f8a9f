import type { Rule } from '../rule.ts'
import { type PartOfDay, type Phrase, pattern } from './phrase.ts'
import { anyName, MONTH, MONTHS, NUMBERS, numberOf, ORDINAL, WEEKDAY, WEEKDAYS } from './vocabulary.ts'

const EVERY = '(?:every|each)'
const LIST = `(?:${WEEKDAY})(?:(?:, and |, | and | & |/)(?:${WEEKDAY}))*`
/** `Mondays`, and not `tues`, which is one day. */
const PLURAL = `(?!(?:tues|weds|thurs)(?![a-z]))(?:${WEEKDAY})s`
const PLURALS = `${PLURAL}(?:(?:, and |, | and | & )${PLURAL})*`
const OF_MONTHS = '(?: (?:of|in) (?:each|every) month)'
const OF_THE_MONTH = '(?: (?:of|in) (?:the|each|every) month)'

const UNITS: Readonly<Record<string, Pick<Rule, 'freq' | 'interval'>>> = {
  day: { freq: 'DAILY' },
  daily: { freq: 'DAILY' },
  everyday: { freq: 'DAILY' },
  week: { freq: 'WEEKLY' },
  weekly: { freq: 'WEEKLY' },
  fortnight: { freq: 'WEEKLY', interval: 2 },
  fortnightly: { freq: 'WEEKLY', interval: 2 },
  month: { freq: 'MONTHLY' },
  monthly: { freq: 'MONTHLY' },
  quarter: { freq: 'MONTHLY', interval: 3 },
  quarterly: { freq: 'MONTHLY', interval: 3 },
  year: { freq: 'YEARLY' },
  yearly: { freq: 'YEARLY' },
  annually: { freq: 'YEARLY' },
}
const ADVERBS = anyName(UNITS)
  .split('|')
  .filter((name) => name.endsWith('ly') || name === 'everyday')
  .join('|')

export const rulePatterns = [
  pattern(`${EVERY} (?:single )?(day|week|fortnight|month|quarter|year)|(${ADVERBS})`, ([, unit, adverb]) =>
    ruleOf(UNITS[unit ?? adverb ?? '']),
  ),
  pattern(
    `(?:${EVERY} (week)|(weekly)|${EVERY} (other|second|\\d{1,3}|${anyName(NUMBERS)}) weeks?|(fortnightly)),?(?: on)? (${LIST}|${PLURALS})`,
    ([, every, weekly, count = '1', fortnightly, days = '']) => {
      const interval = fortnightly === undefined ? countOf(count) : 2
      return every === undefined && weekly === undefined && interval === 0
        ? undefined
        : ruleOf({ freq: 'WEEKLY', interval, byDay: weekdaysOf(days) })
    },
  ),
  pattern(
    `${EVERY} (other|second|\\d{1,3}|${anyName(NUMBERS)}) (day|week|month|quarter|year)s?`,
    ([, count = '', unit = '']) => {
      const each = UNITS[unit]
      const interval = countOf(count) * (each?.interval ?? 1)
      return each && ruleOf(interval > 0 ? { ...each, interval } : undefined)
    },
  ),
  pattern(
    `${EVERY} (other )?(${LIST}|${PLURALS})|(?:on )?(${PLURALS})`,
    ([all, other, list, plurals = '']) => {
      // `Phoenix Suns 7pm`, `SATs 9am`
      if (/^(?:sats|suns)(?![a-z])/.test(all)) return [{ kind: 'unclear' }]
      const interval = other === undefined ? undefined : 2
      // `I hate Mondays`
      const needsMore = list === undefined && !all.startsWith('on ')
      return ruleOf({ freq: 'WEEKLY', interval, byDay: weekdaysOf(list ?? plurals) }, { needsMore })
    },
  ),
  pattern(
    `${EVERY} (?:weekday|week day|workday|work day|working day|business day)|(on )?(?:weekdays|workdays)`,
    ([all, on]) =>
      ruleOf(
        { freq: 'WEEKLY', byDay: [1, 2, 3, 4, 5].map((weekday) => ({ weekday })) },
        { needsMore: on === undefined && /^w/.test(all) },
      ),
  ),
  pattern(`${EVERY} (${WEEKDAY})(?:[-–]| to | through | thru )(${WEEKDAY})`, ([, from = '', to = '']) => {
    const [first, last] = [WEEKDAYS[from] ?? 0, WEEKDAYS[to] ?? 0]
    const byDay = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
      weekday < first || weekday > last ? [] : { weekday },
    )
    return ruleOf(byDay.length > 0 ? { freq: 'WEEKLY', byDay } : undefined)
  }),
  pattern(`${EVERY} weekend|(on )?weekends`, ([all, on]) =>
    ruleOf(
      { freq: 'WEEKLY', byDay: [{ weekday: 6 }] },
      { needsMore: on === undefined && all === 'weekends' },
    ),
  ),
  pattern(`${EVERY} (morning|afternoon|evening|night)`, ([, part]) =>
    ruleOf({ freq: 'DAILY' }, { part: part as 'night' }),
  ),
  pattern(
    `(?:${EVERY} month|monthly),? on the (${ORDINAL}|last) (${WEEKDAY}|day)`,
    ([, nth = '', what = '']) => nthRule(nth, what),
  ),
  // Every second Tuesday may be every other one, so only the first and the last are clear by themselves.
  pattern(`${EVERY} (first|1st|last) (${WEEKDAY}|day)`, ([, nth = '', what = '']) => nthRule(nth, what)),
  pattern(
    `(?:${EVERY} (${ORDINAL}|last) (${WEEKDAY}|day)${OF_THE_MONTH}|(?:the )?(${ORDINAL}|last) (${WEEKDAY}|day)${OF_MONTHS})`,
    ([, a, whatA, b, whatB]) => nthRule(a ?? b ?? '', whatA ?? whatB ?? ''),
  ),
  pattern(
    `${EVERY} (\\d{1,2}(?:st|nd|rd|th))${OF_THE_MONTH}?|${EVERY} (${ORDINAL})${OF_THE_MONTH}|(?:the )?(${ORDINAL})${OF_MONTHS}`,
    ([, a, b, c = '']) => {
      const byMonthDay = numberOf(a ?? b ?? c)
      return ruleOf(byMonthDay >= 1 && byMonthDay <= 31 ? { freq: 'MONTHLY', byMonthDay } : undefined)
    },
  ),
  pattern(`(?:at )?(?:the )?end of (?:each|every) month|${EVERY} (?:month end|end of month)`, () =>
    ruleOf({ freq: 'MONTHLY', byMonthDay: -1 }),
  ),
  pattern(
    `${EVERY} (?:(${MONTH}) (${ORDINAL}|\\d{1,2})|(${ORDINAL}|\\d{1,2})(?: of)? (${MONTH}))`,
    ([, a, dateA, dateB, b]) => {
      const byMonth = MONTHS[a ?? b ?? ''] ?? 0
      const byMonthDay = numberOf(dateA ?? dateB ?? '')
      return ruleOf(byMonthDay >= 1 && byMonthDay <= 31 ? { freq: 'YEARLY', byMonth, byMonthDay } : undefined)
    },
  ),
]

interface Options {
  part?: PartOfDay
  needsMore?: boolean
}

function ruleOf(rule: Rule | undefined, { part, needsMore = false }: Options = {}): Phrase[] {
  if (rule === undefined) return [{ kind: 'unclear' }]
  return [{ kind: 'rule', rule, part, needs: needsMore ? 'more' : undefined }]
}

/** 0 for none. */
const countOf = (count: string) => (/^(?:other|second)$/.test(count) ? 2 : numberOf(count))

function weekdaysOf(list: string): { weekday: number }[] {
  const names = list.match(/[a-z]+/g) ?? []
  const found = names.flatMap((name) => WEEKDAYS[name] ?? WEEKDAYS[name.slice(0, -1)] ?? [])
  return [...new Set(found)].toSorted((a, b) => a - b).map((weekday) => ({ weekday }))
}

function nthRule(nth: string, what: string): Phrase[] {
  const n = nth === 'last' ? -1 : numberOf(nth)
  const weekday = WEEKDAYS[what]
  if (weekday !== undefined) return ruleOf(n <= 5 ? { freq: 'MONTHLY', byDay: [{ weekday, n }] } : undefined)
  return ruleOf(n === -1 || n === 1 ? { freq: 'MONTHLY', byMonthDay: n } : undefined)
}
