/** Times are `HH:MM`, here also in minutes since midnight. */
const pad = (number: number) => String(number).padStart(2, '0')
const timeAt = (minutes: number) => `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`

const NOON = 720
/** Every half hour of a day. */
export const HALF_HOURS = Array.from({ length: 48 }, (_, i) => timeAt(i * 30))

const NAMED: Readonly<Record<string, number>> = { noon: NOON, midday: NOON, midnight: 0 }
const CLOCK = /^(\d{1,2})(?:(?:[:.h]\s?|\s)?(\d\d))?h?\s?(?:([ap])\.?(?:\s?m\.?)?)?$/

interface Typed {
  minutes: number
  /** Whether the same hour of the other half of the day may be meant. */
  isOpen: boolean
}

function parse(text: string): Typed | undefined {
  const typed = text.normalize('NFKC').trim().toLowerCase()
  if (Object.hasOwn(NAMED, typed)) return { minutes: NAMED[typed] ?? 0, isOpen: false }
  const [all, hours = '', minute = '0', half] = CLOCK.exec(typed.replace(/^(?:at|@)\s*/, '')) ?? []
  const hour = Number(hours)
  if (all === undefined || Number(minute) > 59) return undefined
  if (half === undefined) {
    const isOpen = !hours.startsWith('0') && hour < 12
    return hour > 23 ? undefined : { minutes: hour * 60 + Number(minute), isOpen }
  }
  if (hour < 1 || hour > 12) return undefined
  return { minutes: (hour % 12) * 60 + Number(minute) + (half === 'p' ? NOON : 0), isOpen: false }
}

/**
 * The time that a text stands for: `7pm`, `7.30 pm`, `19:00`, `1900`, `19h30`, `noon`. Undefined if it stands for none. An hour
 * alone is that of the morning.
 */
export function readTime(text: string): string | undefined {
  const typed = parse(text)
  return typed && timeAt(typed.minutes)
}

/** The times to offer for what is typed so far: it, the same in the afternoon, and half an hour later. */
export function timesLike(text: string): string[] {
  const typed = parse(text)
  if (typed === undefined) return []
  const { minutes, isOpen } = typed
  const firsts = isOpen ? [minutes, minutes + NOON] : [minutes]
  return [...firsts, ...(minutes % 60 === 0 ? firsts.map((first) => first + 30) : [])].map(timeAt)
}
