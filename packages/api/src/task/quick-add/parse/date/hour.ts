import type { PartOfDay, Time } from './phrases/phrase.ts'

/** When a part of a day begins. A night is the rest of its day. */
export const PART_HOURS: Readonly<Record<PartOfDay, number | undefined>> = {
  morning: 6,
  afternoon: 15,
  evening: 20,
  night: undefined,
}

/** What the words of a line say about whether an hour is before or after noon. */
export interface Hints {
  isEvening: boolean
  mayBeEvening: boolean
  isMorning: boolean
  mayBeMorning: boolean
}

const EVENING =
  'dinner|supper|drinks|party|movie|film|cinema|concert|theatre|theater|opera|date night|pub|bar'
const MORNING = 'wake|get up|getting up|breakfast|alarm|sunrise'
const EARLY = `${MORNING}|run|jog|gym|yoga|swim|workout|flight|fly|train|bus|taxi|cab|airport|ferry`
const IS_EVENING = new RegExp(`^(?:${EVENING})\\b`, 'i')
const MAY_BE_EVENING = new RegExp(`\\b(?:${EVENING})\\b`, 'i')
const IS_MORNING = new RegExp(`^(?:up|${MORNING})\\b`, 'i')
const MAY_BE_MORNING = new RegExp(`\\b(?:${EARLY})\\b`, 'i')

export function hintsOf(text: string): Hints {
  return {
    isEvening: IS_EVENING.test(text),
    mayBeEvening: MAY_BE_EVENING.test(text),
    isMorning: IS_MORNING.test(text),
    mayBeMorning: MAY_BE_MORNING.test(text),
  }
}

/** The hour of 24 that a time means. Undefined where it contradicts the part of the day, or is as likely twelve hours away. */
export function hourOf(time: Time, part: PartOfDay | undefined, hints: Hints): number | undefined {
  const { hour } = time
  if (part !== undefined) return inPart(time, part)
  if (!time.isOpen) return hour
  if (hints.isEvening) return hour + 12
  if (hints.isMorning) return hour
  // `at 6` is said in the afternoon, `6:30` is written on a timetable.
  const isAfternoon = hour <= (time.isWritten ? 5 : 6)
  if (isAfternoon) return hints.mayBeMorning ? undefined : hour + 12
  return hints.mayBeEvening ? undefined : hour
}

/** The hours from and to which each part goes, on a clock of 24. */
const RANGES: Readonly<Record<PartOfDay, [number, number]>> = {
  morning: [0, 11],
  afternoon: [12, 18],
  evening: [16, 23],
  night: [17, 24],
}

function inPart({ hour, isOpen }: Time, part: PartOfDay): number | undefined {
  const [from, to] = RANGES[part]
  const hours = isOpen ? [hour, hour + 12] : [hour]
  return hours.find((each) => each >= from && each <= to)
}
