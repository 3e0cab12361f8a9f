import { z } from 'zod'
import { schemaOfShape } from '../render/shape/schema-of-shape.ts'
import { compareDecimals, DECIMAL, fits } from './decimal.ts'
import { listed } from './read.ts'
import type { FieldSpec } from './spec.ts'
import { isStorable } from './storable.ts'

export const MAX_INTEGER = 2_147_483_647
/** Characters of a text that says nothing else. */
export const MAX_TEXT = 10_000
/** Characters of a text that an index has to hold: a row of an index has room for 2.7 kB, and a character takes up to 4 bytes. */
export const MAX_INDEXED_TEXT = 500
export const DECIMAL_DEFAULTS = { precision: 18, scale: 6 }

/** An order, and a form, of the values that bounds apply to. */
interface Kind {
  isValue(value: unknown, field: FieldSpec): boolean
  /** `a date as "2026-01-31"` */
  form: string
  compare?(a: unknown, b: unknown): number
}

const byNumber = (a: unknown, b: unknown) => Number(a) - Number(b)
const byText = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0)

const isDecimal = (value: unknown): value is string | number =>
  (typeof value === 'string' || typeof value === 'number') && DECIMAL.test(String(value))

const KINDS: Partial<Record<FieldSpec['type'], Kind>> = {
  text: { isValue: (value) => typeof value === 'string' && isStorable(value), form: 'a text' },
  integer: {
    isValue: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= MAX_INTEGER,
    form: `an integer of at most ${MAX_INTEGER}`,
    compare: byNumber,
  },
  decimal: {
    isValue: isDecimal,
    form: 'a decimal as "1.5"',
    compare: (a, b) => compareDecimals(String(a), String(b)),
  },
  boolean: { isValue: (value) => typeof value === 'boolean', form: 'true or false' },
  date: {
    isValue: (value) => z.iso.date().safeParse(value).success && !String(value).startsWith('0000'),
    form: 'a date as "2026-01-31"',
    compare: byText,
  },
  instant: {
    isValue: (value) =>
      z.iso.datetime({ offset: true }).safeParse(value).success && !String(value).startsWith('0000'),
    form: 'an instant as "2026-01-31T09:00:00Z"',
    compare: (a, b) => Date.parse(String(a)) - Date.parse(String(b)),
  },
  uuid: { isValue: (value) => z.uuid().safeParse(value).success, form: 'a UUID' },
}

/** Characters that a text has at most. */
export const mostCharacters = ({ max, sortable, unique }: FieldSpec) =>
  typeof max === 'number' ? max : unique || sortable ? MAX_INDEXED_TEXT : MAX_TEXT

/** Whether a text must have a character though no `min` says so: it must be given, and nothing says that it may be empty. */
export const isNeverEmpty = ({ type, required, min, max = 1, default: value }: FieldSpec) =>
  type === 'text' && required === true && min === undefined && Number(max) >= 1 && value !== ''

/** Whether `min` and `max` mean something for the type. Those of a text count characters. */
export const isBounded = (type: FieldSpec['type']) => type === 'text' || KINDS[type]?.compare !== undefined

/** What is wrong with a value for a field, as the end of a sentence; undefined where nothing is. */
export function problemOf(field: FieldSpec, value: unknown): string | undefined {
  const { type } = field
  if (value === null)
    return isNullable(field) ? undefined : 'cannot be null, since the field is required or has a default'
  if (type === 'enum') {
    const { values } = field
    // That they are missing is refused elsewhere.
    return values === undefined || values.some((one) => one === value)
      ? undefined
      : `must be ${listed(values)}`
  }
  if (type === 'json') return problemOfJson(field, value)
  if (type === 'relation') return 'can only be null, since a row of the one who calls is not known here'
  const kind = KINDS[type]
  if (!kind) return 'is kept by the database'
  if (!kind.isValue(value, field)) return `must be ${kind.form}`
  return problemOfBounds(field, kind, value)
}

/** What is wrong with a bound itself. */
export function problemOfBound(field: FieldSpec, bound: unknown): string | undefined {
  if (field.type === 'text') {
    return Number.isInteger(bound) && Number(bound) >= 0 && Number(bound) <= 1_000_000
      ? undefined
      : 'must be a number of characters, from 0 to 1,000,000'
  }
  const kind = KINDS[field.type]
  if (!kind?.compare) return `means nothing for ${field.type}`
  if (!kind.isValue(bound, field)) return `must be ${kind.form}`
  return field.type === 'decimal' ? problemOfScale(field, String(bound)) : undefined
}

/** Whether the greater bound is less than the lesser one. Both are valid bounds. */
export function areCrossed({ type, min, max }: FieldSpec): boolean {
  const compare = type === 'text' ? byNumber : KINDS[type]?.compare
  return compare !== undefined && min !== undefined && max !== undefined && compare(min, max) > 0
}

/** A field that is neither required nor has a default is null until it is set. */
export const isNullable = ({ required, default: value }: FieldSpec) =>
  !required && (value === undefined || value === null)

function problemOfBounds(field: FieldSpec, { compare }: Kind, value: unknown): string | undefined {
  const { type, min, max } = field
  if (type === 'text') return problemOfText(field, String(value))
  if (type === 'decimal') {
    const problem = problemOfScale(field, String(value))
    if (problem) return problem
  }
  if (compare && min !== undefined && compare(value, min) < 0) return `must be at least ${min}`
  return compare && max !== undefined && compare(value, max) > 0 ? `must be at most ${max}` : undefined
}

function problemOfText(field: FieldSpec, text: string): string | undefined {
  const { required, min } = field
  const length = [...text].length
  if (isNeverEmpty(field) && length === 0) return 'must not be empty, since the field is required'
  if (min !== undefined && length < Number(min)) return `must have at least ${min} characters`
  const most = mostCharacters(field)
  if (length > most) return `must have at most ${most} characters`
  return required && text !== text.trim()
    ? 'must not begin or end with white space, which what is given for a required text loses'
    : undefined
}

function problemOfScale(field: FieldSpec, value: string): string | undefined {
  const { precision, scale } = scaleOf(field)
  return fits(value, precision, scale)
    ? undefined
    : `must have at most ${precision - scale} digits before the point and ${scale} after it`
}

/** `numeric(18,6)` unless the field says otherwise. */
export function scaleOf({ precision = DECIMAL_DEFAULTS.precision, scale }: FieldSpec) {
  return { precision, scale: scale ?? Math.min(DECIMAL_DEFAULTS.scale, precision) }
}

function problemOfJson({ shape }: FieldSpec, value: unknown): string | undefined {
  if (shape === undefined) return undefined
  try {
    const parsed = schemaOfShape(shape).safeParse(value)
    if (parsed.success) return undefined
    const [issue] = parsed.error.issues
    const place = issue?.path.length ? ` at ${issue.path.join('.')}` : ''
    return `does not have the shape${place}: ${issue?.message}`
  } catch {
    // The shape itself is refused elsewhere.
    return undefined
  }
}
