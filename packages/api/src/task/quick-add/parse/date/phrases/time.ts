import { type Phrase, pattern, type Time } from './phrase.ts'
import { anyName, HOUR, NUMBERS, numberOf } from './vocabulary.ts'

const OFFSET = /^([+-])(\d{1,2}):?(\d\d)?$/

/** Zones that mean a place, as people use them, are by its clock. `IST` is three zones, so it is none. */
const ZONES: Readonly<Record<string, string>> = {
  utc: '+00:00',
  gmt: '+00:00',
  z: '+00:00',
  bst: '+01:00',
  cest: '+02:00',
  eest: '+03:00',
  est: '-05:00',
  edt: '-04:00',
  cst: '-06:00',
  cdt: '-05:00',
  mst: '-07:00',
  mdt: '-06:00',
  pst: '-08:00',
  pdt: '-07:00',
  jst: '+09:00',
  aest: '+10:00',
  aedt: '+11:00',
  nzst: '+12:00',
  nzdt: '+13:00',
  cet: 'Europe/Berlin',
  eet: 'Europe/Athens',
  et: 'America/New_York',
  ct: 'America/Chicago',
  mt: 'America/Denver',
  pt: 'America/Los_Angeles',
}

export const timePatterns = [
  pattern(String.raw`@?(\d{1,2})(?:[:.](\d\d))? ?([ap])\.?m`, ([, hour, minute = '0', half]) =>
    inHalf(Number(hour), Number(minute), half),
  ),
  pattern(`(${anyName(NUMBERS)}) ([ap])\\.?m`, ([, hour = '', half]) => inHalf(numberOf(hour), 0, half)),
  pattern(String.raw`@?(\d{1,2})(\d\d)([ap])m`, ([, hour, minute, half]) =>
    inHalf(Number(hour), Number(minute), half),
  ),
  pattern(String.raw`@?(\d{1,2}):(\d\d)(?::(\d\d))?`, ([, hour = '', minute, second = '0']) =>
    onTheClock(hour, Number(minute), Number(second)),
  ),
  // `2h30` is a duration.
  pattern(String.raw`@?([012]\d)h(\d\d)`, ([, hour = '', minute]) => onTheClock(hour, Number(minute), 0)),
  pattern(`(?:at|@) ?(${HOUR})(?:( o'?clock))?`, ([, hour = '', clock]) =>
    bare(numberOf(hour), 0, clock === undefined),
  ),
  pattern(`(${HOUR}) o'?clock`, ([, hour = '']) => bare(numberOf(hour), 0, false)),
  pattern(`@?(${HOUR})(?= (?:in the (?:morning|afternoon|evening)|at night)(?:$|[ ,]))`, ([, hour = '']) =>
    bare(numberOf(hour.replace('@', '')), 0, true),
  ),
  pattern(`(half|quarter) past (${HOUR})`, ([, part, hour = '']) =>
    bare(numberOf(hour), part === 'half' ? 30 : 15, true),
  ),
  pattern(`quarter to (${HOUR})`, ([, hour = '']) => bare(((numberOf(hour) + 10) % 12) + 1, 45, true)),
  pattern('(?:12 )?(?:noon|midday)', () => [time(12, 0, { isNamed: true })]),
  pattern('(?:12 )?midnight', () => [time(24, 0, { isNamed: true })]),
]

/** They mean something only after a day or a time. */
export const furtherPatterns = [
  pattern('sharp|on the dot', () => []),
  pattern('(?:in the )?(morning|afternoon|evening)|(?:at )?(night)', ([, part, night]) => [
    { kind: 'part-of-day', part: (part ?? night) as 'night' },
  ]),
  pattern(String.raw`(?:utc|gmt)?[+-]\d{1,2}(?::?\d\d)?|[a-z]{1,4}`, ([text], { word }) => {
    const zone = word.raw === word.raw.toUpperCase() ? zoneOf(text) : undefined
    return zone === undefined ? undefined : [{ kind: 'zone', zone }]
  }),
]

/** An offset or an abbreviation as a time zone that Temporal takes. `+1` alone is a number. */
export function zoneOf(text: string): string | undefined {
  const named = ZONES[text]
  if (named !== undefined) return named
  const offset = text.replace(/^(?:utc|gmt)/, '')
  const [, sign, hour = '', minute] = OFFSET.exec(offset) ?? []
  if (
    sign === undefined ||
    Number(hour) > 14 ||
    (offset === text && (minute === undefined || hour.length < 2))
  )
    return undefined
  return `${sign}${hour.padStart(2, '0')}:${minute ?? '00'}`
}

export const time = (hour: number, minute: number, more: Partial<Time> = {}): Time => ({
  kind: 'time',
  hour,
  minute,
  isOpen: false,
  isBare: false,
  isWritten: false,
  ...more,
})

function inHalf(hour: number, minute: number, half: string | undefined): Phrase[] | undefined {
  if (hour < 1 || hour > 12 || minute > 59) return undefined
  return [time((hour % 12) + (half === 'p' ? 12 : 0), minute)]
}

/** `7:30` may be in the evening, `07:30` and `19:30` may not. */
function onTheClock(hour: string, minute: number, second: number): Phrase[] | undefined {
  const value = Number(hour)
  if (value > 23 || minute > 59 || second > 59) return undefined
  return [time(value, minute, { second, isOpen: hour.length === 1 && value > 0, isWritten: true })]
}

function bare(hour: number, minute: number, isBare: boolean): Phrase[] | undefined {
  if (hour > 23) return undefined
  return [time(hour, minute, { isOpen: hour >= 1 && hour < 12, isBare })]
}
