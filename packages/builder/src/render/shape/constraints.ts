import { messageOf } from '../../message.ts'
import { literal, number } from '../source.ts'
import { type Shape, ShapeError } from './shape.ts'

/** `z.enum(…)` of texts, and `z.literal([…])` of other constants. */
export function enumeration(values: unknown, at: string): string {
  if (!Array.isArray(values) || values.length === 0)
    throw new ShapeError(`${at}/enum`, 'must be a list of values')
  const codes = values.map((value) => scalar(value, `${at}/enum`))
  const isText = values.every((value) => typeof value === 'string')
  return isText ? `z.enum([${codes.join(', ')}])` : `z.literal([${codes.join(', ')}])`
}

/** A constant as code. */
export function scalar(value: unknown, at: string): string {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return literal(value)
  throw new ShapeError(at, 'a constant must be a string, a number, a boolean or null')
}

/** What follows the schema of a number: `.min(1).max(5)`. */
export function bounds(shape: Shape, at: string): string {
  const checks = {
    minimum: 'min',
    maximum: 'max',
    exclusiveMinimum: 'gt',
    exclusiveMaximum: 'lt',
    multipleOf: 'multipleOf',
  }
  return Object.entries(checks)
    .map(([keyword, method]) => {
      const value = shape[keyword]
      if (value === undefined) return ''
      if (typeof value !== 'number') throw new ShapeError(`${at}/${keyword}`, 'must be a number')
      return `.${method}(${number(value)})`
    })
    .join('')
}

/** A length, where one is said. */
export function count(value: unknown, at: string): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  throw new ShapeError(at, 'must be a whole number, 0 or more')
}

/** The source of a regular expression that is one. */
export function expression(pattern: string, at: string): string {
  try {
    return new RegExp(pattern, 'u').source
  } catch (error) {
    throw new ShapeError(`${at}/pattern`, messageOf(error))
  }
}
