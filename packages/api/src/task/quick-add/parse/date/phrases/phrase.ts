import type { Word } from '../../words.ts'
import type { Day } from '../calendar.ts'
import type { Rule } from '../rule.ts'

export type PartOfDay = 'morning' | 'afternoon' | 'evening' | 'night'

/** What else must be said, so that a phrase is a date: a preposition or another phrase, or only the latter. */
type Needs = 'more' | 'phrase'

/** What a few words say about when. */
export type Phrase =
  /** `tomorrow`, `next month` */
  | { kind: 'day'; find: (today: Day) => Day | undefined; isAdverb?: boolean; needs?: Needs | undefined }
  | { kind: 'weekday'; weekday: number; needs?: Needs | undefined }
  /** `May 5`, `5/5/2026` */
  | {
      kind: 'date'
      year?: number | undefined
      month: number
      date: number
      isNumeric?: boolean
      needs?: Needs | undefined
    }
  /** `the 10th` */
  | { kind: 'date-of-month'; date: number; needs: Needs }
  /** `in 2 hours` */
  | { kind: 'later'; milliseconds: number }
  | { kind: 'end-of-day'; needs?: Needs | undefined }
  | Time
  | { kind: 'part-of-day'; part: PartOfDay }
  /** IANA, or an offset such as `+02:00` */
  | { kind: 'zone'; zone: string }
  | { kind: 'rule'; rule: Rule; part?: PartOfDay | undefined; needs?: Needs | undefined }
  /** It is about time, and makes no sense. */
  | { kind: 'unclear' }

/** A time of day. Midnight is hour 24. */
export interface Time {
  kind: 'time'
  hour: number
  minute: number
  second?: number
  /** Whether it may be before or after noon. */
  isOpen: boolean
  /** `at 5` is one only beside a day. */
  isBare: boolean
  /** `5:30` */
  isWritten: boolean
  /** `noon` */
  isNamed?: boolean
}

export interface PatternContext {
  /** The first word of the match. */
  word: Word
  isDayFirst: boolean
}

export interface Pattern {
  pattern: RegExp
  /** Undefined if the words mean something else. */
  read: (match: RegExpExecArray, context: PatternContext) => Phrase[] | undefined
}

/** Matches whole words of a line as `lineOf` writes it. */
export function pattern(source: string, read: Pattern['read']): Pattern {
  return { pattern: new RegExp(`(?:${source})(?=$|[ ,])`, 'y'), read }
}
