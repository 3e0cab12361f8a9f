import { scaleOf } from '../spec/values.ts'
import type { Column } from './columns.ts'
import { sampleOfShape } from './shape-sample.ts'
import { literal, quoted } from './source.ts'
import { maxLength } from './types.ts'

const WORDS = ['first', 'second', 'third', 'fourth', 'fifth']

/** Text no longer than this is written out in test data. */
const MAX_WRITTEN = 40

/** A valid value of a field, as code; other numbers give other values. A relation has the id of its sample, under its own name. */
export function validValue(column: Column, n: number): string {
  const { spec, type } = column
  switch (type) {
    case 'text':
      return textOf(typeof spec.min === 'number' ? spec.min : 0, maxLength(column), n)
    case 'integer':
      return literal(withinBounds(spec, n))
    case 'decimal':
      return quoted(decimalOf(column, n))
    case 'boolean':
      return literal(n % 2 === 0)
    case 'date':
      return quoted((spec.min ?? spec.max) ? dayWithin(spec, n) : `2026-01-0${n + 1}`)
    case 'instant':
      return quoted(
        new Date((n % 2 ? spec.max : spec.min) ?? spec.min ?? spec.max ?? `2026-01-0${n + 1}`).toISOString(),
      )
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

/** A valid value that is not the field's default, as code. */
export function otherValue(column: Column): string {
  const candidates = [1, 0].map((n) => validValue(column, n))
  return candidates.find((code) => code !== literal(column.initial)) ?? candidates.join()
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

/** The nth whole number that the bounds allow. */
function withinBounds({ min, max }: Column['spec'], n: number): number {
  const low = min === undefined ? undefined : Math.ceil(Number(min))
  const high = max === undefined ? undefined : Math.floor(Number(max))
  if (low !== undefined) return Math.min(low + n, high ?? Number.POSITIVE_INFINITY)
  return high === undefined ? n + 1 : high - n
}

function decimalOf({ spec }: Column, n: number): string {
  const { scale } = scaleOf(spec)
  if (spec.min === undefined && spec.max === undefined) return scale > 0 ? `${n + 1}.5` : String(n + 1)
  return String(n % 2 ? (spec.max ?? spec.min) : (spec.min ?? spec.max))
}

function dayWithin({ min, max }: Column['spec'], n: number): string {
  return String(n % 2 ? (max ?? min) : (min ?? max))
}
