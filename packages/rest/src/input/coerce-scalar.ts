import { z } from 'zod'
import { definition, type Schema } from '../route/shape.ts'

/** Converts a value from the wire to the type that a schema expects. Other values are returned unchanged. */
export type Coercer = (value: unknown) => unknown

/** `text`: query strings, paths, forms and headers. `json`: only types that JSON lacks are converted. */
export type Wire = 'text' | 'json'

/** Thrown for a value that a `z.coerce` schema would take for something it does not say: it reads `no` as true. */
export class Uncoercible extends Error {}

/** Changes nothing. Callers compare with it to skip the coercion. */
export const unchanged: Coercer = (value) => value

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
// Bounded, because parsing time grows faster than the number of digits.
const integer = /^-?(?:0|[1-9]\d{0,999})$/
const day = z.core.regexes.date
const instant = z.core.regexes.datetime({ offset: true })

/** Compiles the coercer of a schema that is neither a container nor a wrapper. Undefined for others. */
export function compileScalar(schema: Schema, wire: Wire): Coercer | undefined {
  const def = definition(schema)
  const coerces = 'coerce' in def && def.coerce === true
  if (coerces) return compileCoerced(def.type)
  if (def.type === 'bigint') return bigint
  if (def.type === 'date') return date
  return wire === 'text' ? compileText(schema) : undefined
}

/** The coercers of `z.coerce`, which take text in JSON too. */
function compileCoerced(type: string): Coercer | undefined {
  switch (type) {
    case 'string':
      return only(isA('string'), unchanged, 'string')
    case 'number':
      return only(isA('number'), number, 'number')
    case 'bigint':
      return only(isA('bigint'), bigint, 'bigint')
    case 'boolean':
      return only(isA('boolean'), oneOf([true, false]), 'true or false')
    case 'date':
      return only(isDate, date, 'an ISO 8601 date or instant with an offset')
    default:
      return undefined
  }
}

/** The coercers of values that JSON has, and text has not. */
function compileText(schema: Schema): Coercer | undefined {
  const def = definition(schema)
  switch (def.type) {
    case 'string':
      return 'format' in def && def.format === 'datetime' ? unescapedPlus : undefined
    case 'number':
      return number
    case 'boolean':
      return oneOf([true, false])
    case 'literal':
      return oneOf(def.values)
    case 'enum':
      return oneOf([...(schema._zod.values ?? [])])
    default:
      return undefined
  }
}

const number: Coercer = (value) => {
  if (typeof value !== 'string' || !jsonNumber.test(value)) return value
  const parsed = Number(value)
  return Number.isFinite(parsed) ? parsed : value
}

const bigint: Coercer = (value) => {
  if (typeof value === 'string') return integer.test(value) ? BigInt(value) : value
  return Number.isSafeInteger(value) ? BigInt(Number(value)) : value
}

const date: Coercer = (given) => {
  const value = unescapedPlus(given)
  return typeof value === 'string' && (instant.test(value) || day.test(value)) ? new Date(value) : value
}

/** A `+` that was not written as `%2B` arrives as a space. No instant has a space there. */
const unescapedPlus: Coercer = (value) =>
  typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT\S+) (\d\d:?\d\d)$/, '$1+$2') : value

/**
 * Refuses what the coercer does not turn into the type, where `z.coerce` would take anything: null is 0 for it, `no` is
 * true, and a list is a string with commas.
 */
function only(isType: (value: unknown) => boolean, coerce: Coercer, expected: string): Coercer {
  return (value) => {
    const coerced = coerce(value)
    if (value === undefined || isType(coerced)) return coerced
    throw new Uncoercible(`Invalid input: expected ${expected}`)
  }
}

const isA = (type: string) => (value: unknown) => typeof value === type
const isDate = (value: unknown) => value instanceof Date

/** Converts text to the one of these values that it spells. Nothing spells `null` and `undefined`. */
function oneOf(values: readonly unknown[]): Coercer {
  const spellings = new Map<unknown, unknown>()
  for (const value of values) {
    if (value !== null && value !== undefined && typeof value !== 'string')
      spellings.set(String(value), value)
  }
  for (const value of values) spellings.delete(value)
  return spellings.size === 0 ? unchanged : (value) => spellings.get(value) ?? value
}
