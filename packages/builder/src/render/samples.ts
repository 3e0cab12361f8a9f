import type { FieldSpec } from '../spec/spec.ts'
import { scaleOf } from '../spec/values.ts'
import type { Column } from './columns.ts'
import { sampleOfShape } from './shape/sample-of-shape.ts'
import { literal, quoted } from './source.ts'
import { maxLength } from './types.ts'

const WORDS = ['first', 'second', 'third', 'fourth', 'fifth']

/** Text no longer than this is written out in test data. */
const MAX_WRITTEN = 40

/** A valid value of a field, as code; other numbers give other values. A relation has the id of its sample, under its own name. */
export function validValue(column: Column, n: number): string {
  const { spec, type } = column
  if (column.isUnrepeatable && FRESH[type]) return FRESH[type](column)
  switch (type) {
    case 'text':
      return textOf(typeof spec.min === 'number' ? spec.min : 0, maxLength(column), n)
    case 'integer':
      return literal(stepped(spec, n, (bound, steps) => Number(bound) + steps) ?? n + 1)
    case 'decimal':
      return quoted(plainDecimal(decimalOf(column, n)))
    case 'boolean':
      return literal(n % 2 === 0)
    case 'date':
      return quoted(stepped(spec, n, dayAfter)?.slice(0, 10) ?? `2026-01-0${n + 1}`)
    case 'instant':
      return quoted(stepped(spec, n, dayAfter) ?? `2026-01-0${n + 1}T00:00:00.000Z`)
    case 'uuid':
      return quoted(`01980000-0000-7000-8000-00000000000${n + 1}`)
    case 'enum':
      return quoted(spec.values?.[n % spec.values.length] ?? '')
    case 'json':
      return literal(sampleOfShape(spec.shape ?? {}))
    case 'relation':
      return column.field
    case 'computed':
      throw new Error(`${column.field} is computed: nobody gives it a value`)
  }
}

/** Values that no other test has given, as code, which calls `uuidv7`. */
const FRESH: Partial<Record<Column['type'], (column: Column) => string>> = {
  text: (column) => {
    const max = maxLength(column)
    const min = typeof column.spec.min === 'number' ? column.spec.min : 0
    return `uuidv7()${max < 36 ? `.slice(-${max})` : ''}${min > 36 ? `.padEnd(${min}, '.')` : ''}`
  },
  uuid: () => 'uuidv7()',
  integer: ({ spec: { min, max } }) => {
    const low = Number(min ?? 0)
    return randomly(low, Number(max ?? 2_147_483_647) - low)
  },
  decimal: ({ spec }) => {
    const { precision, scale } = scaleOf(spec)
    // So few digits that a number has them exactly, and writes them without an exponent.
    const places = Math.min(scale, 6)
    const unit = 10 ** places
    const low = Math.ceil(Number(spec.min ?? Math.min(0, Number(spec.max ?? 0) - 1)) * unit)
    const most = Math.min(Number(spec.max ?? 1_000_000), 10 ** (precision - scale) - 1 / unit)
    const value = randomly(low, Math.floor(most * unit) - low)
    return places === 0 ? `String(${value})` : `String((${value}) / ${literal(unit)})`
  },
  date: ({ spec }) => `new Date(${randomTime(spec)}).toISOString().slice(0, 10)`,
  instant: ({ spec }) => `new Date(${randomTime(spec)}).toISOString()`,
}

const randomly = (low: number, steps: number) =>
  `${low === 0 ? '' : `${literal(low)} + `}Math.floor(Math.random() * ${literal(steps)})`

/** An instant within the bounds, in milliseconds. */
function randomTime({ min, max }: FieldSpec): string {
  const decades = 30 * 365 * 86_400_000
  const high = max === undefined ? undefined : Date.parse(String(max))
  const low = min === undefined ? (high === undefined ? 0 : high - decades) : Date.parse(String(min))
  return randomly(low, (high ?? low + decades) - low)
}

/** Whether a value in code is another one whenever it is asked for. */
export const isFresh = (code: string) => /uuidv7\(|Math\.random/.test(code)

/** The value n steps within the bounds, from the lower one if there is one. Undefined without bounds. */
function stepped<Value>(
  { min, max }: Column['spec'],
  n: number,
  step: (bound: string | number, steps: number) => Value,
): Value | undefined {
  if (min === undefined) return max === undefined ? undefined : step(max, -n)
  const value = step(min, n)
  return max !== undefined && value > step(max, 0) ? step(max, 0) : value
}

function dayAfter(bound: string | number, days: number): string {
  return new Date(new Date(bound).getTime() + days * 86_400_000).toISOString()
}

/** A field's default as an answer has it, as code. */
export function initialValue({ initial, type }: Column): string {
  if (initial === null || initial === undefined) return 'null'
  if (type === 'instant') return quoted(new Date(String(initial)).toISOString())
  return literal(type === 'decimal' ? plainDecimal(String(initial)) : initial)
}

/** Without zeros at the end, as answers have it. */
const plainDecimal = (decimal: string) => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal)

/** A valid value that is not the field's default, as code. */
export function otherValue(column: Column): string {
  const candidates = [1, 0].map((n) => validValue(column, n))
  return candidates.find((code) => code !== literal(column.initial)) ?? candidates.join()
}

/** A valid value that a new row does not have, as code. Undefined where every valid value that is known is the same. */
export function changedValue(column: Column): string | undefined {
  const first = column.initial === undefined ? validValue(column, 0) : initialValue(column)
  return [2, 1, 0].map((n) => validValue(column, n)).find((code) => isFresh(code) || code !== first)
}

/** A value that is refused, as code. */
export function invalidValue(column: Column): string {
  const { spec, type } = column
  switch (type) {
    case 'text':
      return typeof spec.min === 'number' && spec.min > 0 ? "''" : "'\\0'"
    case 'integer':
      return '0.5'
    case 'decimal':
      return "'many'"
    case 'date':
      return "'2026-02-30'"
    case 'instant':
      return "'2026-01-01'"
    case 'json':
      return "'\\0'"
    default:
      return "'?'"
  }
}

function textOf(min: number, max: number, n: number): string {
  const word = WORDS[n % WORDS.length] ?? 'text'
  if (word.length > max) return quoted(String.fromCharCode(97 + n).repeat(Math.max(min, Math.min(max, 1))))
  if (min <= MAX_WRITTEN) return quoted(word.padEnd(min, '.'))
  return `${quoted(word)}.padEnd(${min}, '.')`
}

function decimalOf({ spec }: Column, n: number): string {
  const { scale } = scaleOf(spec)
  const step = scale > 0 ? 0.5 : 1
  return String(stepped(spec, n, (bound, steps) => Number(bound) + steps * step) ?? n + 2 - step)
}
