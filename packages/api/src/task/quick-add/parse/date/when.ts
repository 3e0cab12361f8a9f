import type { Day } from './calendar.ts'
import { type DayPhrase, daysOf } from './days.ts'
import { type Hints, hourOf, PART_HOURS } from './hour.ts'
import type { PartOfDay, Phrase, Time } from './phrases/phrase.ts'
import type { Rule } from './rule.ts'
import type { LinkedPhrase, Run } from './run.ts'

/** What a run means, before it is known which days and times are over. */
export interface When {
  /** Days that it may mean, in order: for a rule the first ones. Undefined for the next day with the time. */
  days?: ((today: Day) => (Day | undefined)[]) | undefined
  /** Whether it means the day also when that is over: it has a year. */
  isFixed?: boolean
  time?: { hour: number; minute: number; second: number } | undefined
  /** Whether the time means something only beside a day. */
  isBareTime?: boolean
  /** Whether it may be twelve hours away. */
  isOpenTime?: boolean
  /** The zone of the time, where it is not the user's. */
  zone?: string | undefined
  /** In milliseconds from now. */
  later?: number
  rule?: Rule
  /** The last day of a rule. */
  until?: ((today: Day) => (Day | undefined)[]) | undefined
}

const UNTIL = /^(?:until|till|til|ending|through|thru)$/
const STARTING = /^(?:starting|beginning|from|as of)$/
/** What these may lead to. */
const LEADS: Readonly<Record<string, readonly Phrase['kind'][]>> = {
  on: ['weekday', 'date', 'date-of-month', 'day', 'rule'],
  at: ['time', 'day', 'rule', 'end-of-day'],
  '@': ['time'],
}

/** Undefined unless everything in the run fits together. */
export function whenOf(run: Run, hints: Hints): When | undefined {
  const said = isLed(run) && isEnough(run) ? partsOf(run.phrases) : undefined
  if (said === undefined) return undefined
  if (said.later !== undefined)
    return run.phrases.length === 1 ? { later: said.later.milliseconds } : undefined
  // `saturday until 11pm` says when it ends.
  const isEnd = run.phrases.some(({ kind, link }) => UNTIL.test(link) && !(said.rule && kind !== 'time'))
  if (isEnd) return undefined
  const clock = timeOf(said.time, said.part, hints)
  if (clock === 'unclear') return undefined
  const when: When = {
    time: clock,
    zone: said.zone?.zone,
    isOpenTime: said.time?.isOpen === true && said.part === undefined,
    isBareTime: said.time?.isBare === true && said.part === undefined,
  }
  return said.rule === undefined ? ofOne(when, said) : ofRule(when, said.rule.rule, said)
}

type Said = NonNullable<ReturnType<typeof partsOf>>

function ofOne(when: When, { days, endOfDay, time }: Said): When | undefined {
  if (days.some(({ link }) => STARTING.test(link))) return undefined
  if (endOfDay !== undefined) return when.time ? undefined : ofDays(when, days.length > 0 ? days : [TODAY])
  if (days.length > 0) return ofDays(when, days)
  // A part of a day means something only beside a day or a time.
  return time && when
}

const TODAY: DayPhrase = { kind: 'day', find: (today) => today }

type Of<K extends Phrase['kind']> = Extract<LinkedPhrase, { kind: K }>

/** The phrases by what they say. Undefined if two say the same, or one makes no sense. */
function partsOf(phrases: readonly LinkedPhrase[]) {
  if (phrases.some(({ kind }) => kind === 'unclear')) return undefined
  const of = <K extends Phrase['kind']>(...kinds: K[]) =>
    phrases.filter((phrase): phrase is Of<K> => kinds.includes(phrase.kind as K))
  const [rules, times, zones, ends] = [of('rule'), of('time'), of('zone'), of('end-of-day')]
  const parts = [...of('part-of-day'), ...rules].flatMap(({ part }) => part ?? [])
  if ([rules, times, zones, ends, parts].some(({ length }) => length > 1)) return undefined
  if (zones.length > times.length) return undefined
  return {
    rule: rules[0],
    time: times[0],
    zone: zones[0],
    endOfDay: ends[0],
    part: parts[0],
    later: of('later')[0],
    days: of('day', 'weekday', 'date', 'date-of-month'),
  }
}

/** Whether every phrase is one that the word before it may lead to. `on today` is no English. */
function isLed({ preposition, phrases }: Run): boolean {
  return phrases.every((phrase, i) => {
    const lead = i === 0 ? preposition.replace(/^due(?: date)? ?/, '') : phrase.link
    const isAdverb = phrase.kind === 'day' && phrase.isAdverb === true
    return LEADS[lead] === undefined || (LEADS[lead].includes(phrase.kind) && !isAdverb)
  })
}

/** Whether every phrase that needs something else beside it has that. */
function isEnough({ preposition, phrases }: Run): boolean {
  if (phrases.length > 1) return true
  return phrases.every((phrase) => {
    const needs = 'needs' in phrase ? phrase.needs : undefined
    return needs === undefined || (preposition !== '' && (needs === 'more' || preposition !== 'on'))
  })
}

function timeOf(time: Time | undefined, part: PartOfDay | undefined, hints: Hints): When['time'] | 'unclear' {
  const hour = time === undefined ? part && PART_HOURS[part] : hourOf(time, part, hints)
  if (hour !== undefined) return { hour, minute: time?.minute ?? 0, second: time?.second ?? 0 }
  return time === undefined ? undefined : 'unclear'
}

function ofDays(when: When, phrases: readonly DayPhrase[]): When | undefined {
  const days = daysOf(phrases)
  const [first] = phrases
  // The midnight of Friday is that before it, or that after it.
  const isToday = first?.kind === 'day' && first.find(0) === 0
  if (days === undefined || (when.time?.hour === 24 && !isToday)) return undefined
  return {
    ...when,
    days,
    isFixed: phrases.some((phrase) => phrase.kind === 'date' && phrase.year !== undefined),
  }
}

/** A rule with the day that belongs to it (`every month on the 1st`), its start and its end. */
function ofRule(when: When, rule: Rule, { days: phrases, endOfDay }: Said): When | undefined {
  const ends = phrases.filter(({ link }) => UNTIL.test(link))
  const starts = phrases.filter(({ link }) => STARTING.test(link))
  const others = phrases.filter((phrase) => !ends.includes(phrase) && !starts.includes(phrase))
  if (ends.length > 1 || starts.length > 1 || others.length > 1 || endOfDay || when.time?.hour === 24)
    return undefined
  const [day] = others
  const complete = day === undefined ? rule : withDay(rule, day)
  if (complete !== undefined) return { ...when, rule: complete, days: daysOf(starts), until: daysOf(ends) }
  if (day === undefined || starts.length > 0 || !isFirstDay(day, rule)) return undefined
  return { ...when, rule, days: daysOf([day]), until: daysOf(ends) }
}

/** Whether a day is the one with which a rule begins, as it names none itself: `tomorrow every week`, `June 20 every 2 weeks` */
function isFirstDay(day: DayPhrase, rule: Rule): boolean {
  if (rule.byDay !== undefined || rule.byMonthDay !== undefined) return false
  return day.kind === 'date' || (day.kind === 'day' && day.isAdverb === true)
}

function withDay(rule: Rule, day: DayPhrase): Rule | undefined {
  if (rule.byDay !== undefined || rule.byMonthDay !== undefined) return undefined
  if (rule.freq === 'WEEKLY' && day.kind === 'weekday') return { ...rule, byDay: [{ weekday: day.weekday }] }
  if (rule.freq === 'MONTHLY' && day.kind === 'date-of-month') return { ...rule, byMonthDay: day.date }
  if (rule.freq === 'YEARLY' && day.kind === 'date' && day.year === undefined) {
    return { ...rule, byMonth: day.month, byMonthDay: day.date }
  }
  return undefined
}
