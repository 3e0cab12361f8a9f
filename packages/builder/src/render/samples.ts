import { compareDecimals, plain, plus } from '../spec/decimal.ts'
import type { ActionSpec, FieldSpec } from '../spec/spec.ts'
import { DAY, nthValue } from '../spec/steps.ts'
import { scaleOf } from '../spec/values.ts'
import type { Column } from './columns.ts'
import { freshValue, isFresh } from './fresh-samples.ts'
import { sampleOfShape } from './shape/sample-of-shape.ts'
import { literal, quoted } from './source.ts'
import { maxLength } from './types.ts'

const FIRST_DAY = Date.UTC(2026) / DAY
const WORDS = ['first', 'second', 'third', 'fourth', 'fifth']

/** Text no longer than this is written out in test data. */
const MAX_WRITTEN = 40

/** A valid value of a field, as code; other numbers give other values. A relation has the id of its sample, under its own name. */
export function validValue(column: Column, n: number): string {
  const { spec, type } = column
  const fresh = column.isUnrepeatable ? freshValue(column) : undefined
  if (fresh !== undefined) return fresh
  switch (type) {
    case 'text':
      return textOf(typeof spec.min === 'number' ? spec.min : 0, maxLength(column), n)
    case 'integer':
      return literal(nthValue(spec, n) ?? n + 1)
    case 'decimal':
      return quoted(plain(decimalOf(column, n)))
    case 'boolean':
      return literal(n % 2 === 0)
    case 'date':
      return quoted(new Date((nthValue(spec, n) ?? FIRST_DAY + n) * DAY).toISOString().slice(0, 10))
    case 'instant':
      return quoted(new Date(nthValue(spec, n) ?? (FIRST_DAY + n) * DAY).toISOString())
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

/** A field's default as an answer has it, as code. */
export const initialValue = (column: Column): string => answered(column, column.initial ?? null)

/** A value of the spec as an answer has it, as code. */
function answered({ type }: Column, value: NonNullable<FieldSpec['default']> | null): string {
  if (value === null) return 'null'
  if (type === 'instant') return quoted(new Date(String(value)).toISOString())
  if (type === 'uuid') return quoted(String(value).toLowerCase())
  return literal(type === 'decimal' ? plain(String(value)) : value)
}

/** What an action gives to fields, as an answer has it, as code. */
export function answeredSet(set: ActionSpec['set'], columns: readonly Column[]): string {
  const entries = columns.flatMap((column) => {
    const value = set[column.spec.name]
    return value === undefined ? [] : [`${column.field}: ${answered(column, value)}`]
  })
  return entries.join(', ')
}

/** A valid value that is not the field's default, where there is one, as code. */
export function otherValue(column: Column): string {
  const [one = '', other = ''] = [1, 0].map((n) => validValue(column, n))
  return one === initialValue(column) ? other : one
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

/** In steps of a half, or of a tenth where there are no digits before the point. */
function decimalOf({ spec }: Column, n: number): string {
  const { precision, scale } = scaleOf(spec)
  const { min, max } = spec
  const unit = 10n ** BigInt(scale)
  const isFraction = precision === scale
  const step = scale === 0 ? 1n : isFraction ? unit / 10n : unit / 2n
  if (min === undefined && max === undefined)
    return plus('0', isFraction ? step * BigInt(n + 1) : unit * BigInt(n + 2) - step, scale)
  const most = plus('0', 10n ** BigInt(precision) - 1n, scale)
  const [low, high] = [plain(String(min ?? `-${most}`)), plain(String(max ?? most))]
  const value = min === undefined ? plus(high, -step * BigInt(n), scale) : plus(low, step * BigInt(n), scale)
  if (compareDecimals(value, low) < 0) return low
  return compareDecimals(value, high) > 0 ? high : value
}
