import type { FieldType } from '../../spec/spec.ts'
import { refuseScalar } from './scalars.ts'

/** What `1..100`, `1..` and `..100` say. `..` and nothing are no bounds. */
export interface Bounds {
  min?: string
  max?: string
}

/** Reads bounds. @returns undefined where it is none of the forms */
export function boundsOf(text: string): Bounds | undefined {
  if (text === '') return {}
  const [min, max, ...more] = text.split('..').map((part) => part.trim())
  if (min === undefined || max === undefined || more.length > 0) return undefined
  return { ...(min === '' ? {} : { min }), ...(max === '' ? {} : { max }) }
}

export function boundsText(min: unknown, max: unknown): string {
  return min === undefined && max === undefined ? '' : `${min ?? ''}..${max ?? ''}`
}

/** Why a text cannot be the bounds of a type. Those of a text are numbers of characters. */
export function refuseBounds(type: FieldType, text: string): string | undefined {
  const bounds = boundsOf(text)
  if (!bounds) return 'Write 1..100, 1.. or ..100 for one bound, or .. for none'
  const { min, max } = bounds
  const unit = type === 'text' ? 'integer' : type
  for (const bound of [min, max]) {
    const refusal = bound === undefined ? undefined : refuseScalar(unit, bound)
    if (refusal) return refusal
  }
  if (type === 'text' && [min, max].some((bound) => bound?.startsWith('-')))
    return 'A text has no fewer than 0 characters'
  if (min === undefined || max === undefined) return undefined
  const isTurned =
    unit === 'date' || unit === 'instant' ? Date.parse(min) > Date.parse(max) : Number(min) > Number(max)
  return isTurned ? `${min} is more than ${max}` : undefined
}
