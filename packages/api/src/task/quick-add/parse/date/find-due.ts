import type { Span, Word } from '../words.ts'
import { isInClause } from './clause.ts'
import { isOpenEnded, stands } from './context.ts'
import { hintsOf } from './hour.ts'
import { type Line, lineOf } from './line.ts'
import { isName } from './name.ts'
import { isBareNumber, VERBS_WITH_BY } from './neighbour-words.ts'
import { type Clock, type Due, dueOf } from './resolve.ts'
import { type Run, readRun } from './run.ts'
import { namesUnreadDay } from './unread-days.ts'
import { type When, whenOf } from './when.ts'

export interface FoundDue extends Due {
  /** Where the text says it: one span, or two where a time stands apart from its day. */
  spans: Span[]
}

/** A run, and what it means if it is a date. */
interface Found {
  run: Run
  when: When | undefined
}

interface Reader extends Clock {
  /** Whether numeric dates have the day first. */
  isDayFirst: boolean
}

/** Finds when a task is due. The first day that stands in the line counts, with its time. */
export function findDue(
  text: string,
  words: readonly Word[],
  { isDayFirst, ...clock }: Reader,
): FoundDue | undefined {
  const line = lineOf(words, isDayFirst)
  const found = runsOf(line, text)
  const read = found.flatMap(({ run, when }) => (when ? { when, span: spanOf(line, run) } : []))
  const unread = found.flatMap(({ run, when }) => (when || isMentioned(line, run) ? [] : run))
  // `Gym every monday and swim every friday`
  const hasRules = found.filter(({ run }) => isRule(run)).length > 1
  if (hasRules || unread.some((run) => saysMore(line, run)) || UNREAD_SPAN.test(line.text)) return undefined
  if (repeatsOtherwise(line, { read, unread })) return undefined
  const times = read.filter(({ when }) => isTimeOnly(when))
  for (const each of read.filter((one) => !times.includes(one))) {
    const apart = each.when.time === undefined && each.when.later === undefined ? times : []
    if (isUndecided(each, { apart, times })) return undefined
    const due = together([each, ...apart], clock)
    if (due !== undefined || apart.length > 0) return due
  }
  const [time, ...others] = times.filter(({ when }) => !when.isBareTime)
  // `Concert saturday doors 7pm` is not today.
  if (time === undefined || others.length > 0 || unread.some(hasDay) || namesUnreadDay(line)) return undefined
  return together([time], clock)
}

/** Of two times, nobody knows which is meant, nor on which side of a day midnight is. */
function isUndecided({ when, span }: Read, { apart, times }: { apart: Read[]; times: Read[] }): boolean {
  if (apart.length > 1 || apart.some((time) => time.when.time?.hour === 24)) return true
  // `Doors at 7, show at 8 on Friday`
  return when.isOpenTime === true && times.some((time) => time.span.start < span.start)
}

/** Whether a run that was not understood has a time that would be lost. */
function saysMore(line: Line, run: Run): boolean {
  // `Anna arrives friday 7am leaves sunday`
  if (hasDay(run) && hasTime(run)) return true
  if (!hasClock(run)) return false
  // `Feed the cat 8am with meds and 8pm`
  const [beyond, before] = [line.words[run.first - 2], line.words[run.first - 1]?.text ?? '']
  if (/^(?:and|or|&)$/.test(before)) return true
  // `6 for 6:30 dinner`
  if (before === 'for' && beyond !== undefined && isBareNumber(beyond)) return true
  // `Dentist 9:30 Dr. Smith tomorrow`
  return isOpenEnded(line, run) && !isName(line, run)
}

interface Read {
  when: When
  span: Span
}

/** A day, and a time that stands apart from it. */
function together(read: [Read, ...Read[]], clock: Clock): FoundDue | undefined {
  const [{ when }, time] = read
  const due = dueOf(
    time === undefined ? when : { ...when, time: time.when.time, zone: time.when.zone },
    clock,
  )
  const spans = read.map(({ span }) => span).toSorted((a, b) => a.start - b.start)
  return due && { ...due, spans }
}

/** `Quarterly review July 1`, `Biweekly sync thursdays`, `Eye drops every 4 hours tomorrow` */
function repeatsOtherwise({ text }: Line, { read, unread }: { read: readonly Read[]; unread: Run[] }) {
  if (read.some(isDayOnly) && (unread.some(isRule) || EVERY_HOUR.test(text))) return true
  return read.some(({ when }) => when.rule !== undefined) && (read.some(isDayOnly) || UNREAD_RULE.test(text))
}

/** How often, in words that mean two things or that are not read. */
const UNREAD_RULE =
  /(?<![^ ])(?:bi-?weekly|bi-?monthly|bi-?annual(?:ly)?|semi-?weekly|semi-?monthly)(?![^ ,])/

const EVERY_HOUR = /(?<![^ ])every (?:[^ ]+ ){0,2}(?:hours?|hrs?|minutes?|mins?)(?![^ ,])/
/** `7 till late` */
const UNREAD_SPAN = /\d(?:[ap]m)? (?:to|until|till?) (?:late|close)(?![^ ,])/

const isDayOnly = ({ when }: Read) => when.days !== undefined && when.rule === undefined

const isTimeOnly = ({ days, later, rule }: When) =>
  days === undefined && later === undefined && rule === undefined

const hasTime = ({ phrases }: Run) => phrases.some(({ kind }) => kind === 'time')
/** `at 5` may be a place. */
const hasClock = ({ phrases }: Run) => phrases.some((phrase) => phrase.kind === 'time' && !phrase.isBare)
/** `Daily stand-up 9am` is about no other day. */
const isRule = ({ first, last, phrases }: Run) => last > first && phrases.some(({ kind }) => kind === 'rule')
const hasDay = (run: Run) =>
  isRule(run) || run.phrases.some(({ kind }) => /^(?:day|weekday|date)$/.test(kind))

/** `Call Bob at 5pm about Friday` */
const isMentioned = ({ words }: Line, { first }: Run) =>
  /^(?:about|re|regarding)$/.test(words[first - 1]?.text ?? '')

function runsOf(line: Line, text: string): Found[] {
  const hints = hintsOf(text)
  const found: Found[] = []
  let i = 0
  while (i < line.words.length) {
    const run = line.words[i]?.isTaken ? undefined : readRun(line, i)
    if (run !== undefined) {
      const isDate = stands(line, run) && !isName(line, run) && !isInClause(line, run)
      found.push({ run, when: isDate ? whenOf(run, hints) : undefined })
    }
    // Where a run does not stand, its pieces do not either.
    i = (run?.last ?? i) + 1
  }
  return found
}

function spanOf({ words }: Line, { first, last, preposition }: Run): Span {
  const verb = words[first - 1]
  // `drop by Friday`
  const isOfVerb = preposition === 'by' && verb !== undefined && VERBS_WITH_BY.has(verb.text)
  const from = words[isOfVerb ? first + 1 : first]
  const to = words[last]
  if (from === undefined || to === undefined) throw new Error('a run has words')
  const bracket = from.open === '(' && to.close.startsWith(')') ? 1 : 0
  return { start: from.start - bracket, end: to.end + bracket }
}
