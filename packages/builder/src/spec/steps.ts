import type { FieldSpec } from './spec.ts'
import { MAX_INTEGER, mostCharacters, scaleOf } from './values.ts'

/** Values of a field in equal steps, from a first one, in the unit of its type: numbers as they are, days, and milliseconds. */
export interface Steps {
  first: number
  size: number
  count: number
}

export const DAY = 86_400_000
/** So many values are enough for any test, in steps that are easy to read. */
export const MANY = 1000

/** The values that tests give one after another to a field that no two rows may have alike. Undefined for what is no quantity. */
export function stepsOf(field: FieldSpec): Steps | undefined {
  if (field.type === 'decimal') return decimalSteps(field)
  const limits = LIMITS[field.type]
  return limits && steps(range(field, limits), limits.usual)
}

/** How many different values a field can have, as far as it matters. */
export function countOf(field: FieldSpec): number {
  switch (field.type) {
    case 'boolean':
      return 2
    case 'enum':
      return field.values?.length ?? 0
    case 'text':
      // The letters and digits that tests give.
      return 36 ** Math.min(mostCharacters(field), 12)
    case 'relation':
      return field.to === 'user' ? 1 : Number.POSITIVE_INFINITY
    default:
      return stepsOf(field)?.count ?? Number.POSITIVE_INFINITY
  }
}

/** The value n steps from the least one, or down from the greatest one, and no further than there are values. Undefined without bounds. */
export function nthValue(field: FieldSpec, n: number): number | undefined {
  const { min, max, type } = field
  const limits = LIMITS[type]
  if (!limits || (min === undefined && max === undefined)) return undefined
  const [low, high] = range(field, limits)
  const step = type === 'instant' ? n * DAY : n
  return min === undefined ? Math.max(high - step, low) : Math.min(low + step, high)
}

type Range = [low: number, high: number]

const time = (value: string | number) => Date.parse(String(value))
const day = (value: string | number) => time(value) / DAY

/** What a field without bounds can be, and what tests begin with. */
interface Limits {
  read(bound: string | number): number
  low: number
  high: number
  usual: number
}

const LIMITS: Partial<Record<FieldSpec['type'], Limits>> = {
  integer: { read: Number, low: -MAX_INTEGER, high: MAX_INTEGER, usual: 1 },
  date: { read: day, low: day('0001-01-01'), high: day('9999-12-31'), usual: day('2026-01-01') },
  instant: {
    read: time,
    low: time('0001-01-01T00:00:00Z'),
    high: time('9999-12-31T23:59:59.999Z'),
    usual: time('2026-01-01T00:00:00Z'),
  },
}

const range = ({ min, max }: FieldSpec, { read, low, high }: Omit<Limits, 'usual'>): Range => [
  min === undefined ? low : read(min),
  max === undefined ? high : read(max),
]

/** From the usual value where there is room behind it, else from the least one, or back from the greatest one. */
function steps([low, high]: Range, usual: number): Steps {
  const hasRoom = low <= usual && usual + MANY <= high
  const first = hasRoom ? usual : Math.max(low, high - MANY * MANY + 1)
  return { first, size: 1, count: high - first + 1 }
}

/** Whole numbers where there are enough, else in the finest steps of which a number has all digits. */
function decimalSteps(field: FieldSpec): Steps {
  const { precision, scale } = scaleOf(field)
  const most = 10 ** (precision - scale)
  const bounds = range(field, { read: Number, low: -most, high: most })
  const within = (unit: number): Steps => {
    const [low, high] = bounds.map((bound) => bound * unit) as Range
    const limit = most * unit - 1
    return steps([Math.max(Math.ceil(low), -limit), Math.min(Math.floor(high), limit)], unit)
  }
  const whole = within(1)
  if (whole.count >= MANY || scale === 0) return whole
  const unit = 10 ** Math.min(scale, 6)
  return { ...within(unit), size: 1 / unit }
}
