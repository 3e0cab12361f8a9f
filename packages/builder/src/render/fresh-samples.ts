import { DAY, MANY, type Steps, stepsOf } from '../spec/steps.ts'
import type { Column } from './columns.ts'
import { type Imports, literal, number, quoted } from './source.ts'
import { maxLength } from './types.ts'

/**
 * A value that no earlier call of the code has given, as code, which calls `next` and `nextOf` of the tests, and `uuidv7`. A field
 * with few values has them in turn. Undefined for a type of which no two rows need different values.
 */
export function freshValue(column: Column): string | undefined {
  const { path, spec, type } = column
  const steps = stepsOf(spec)
  if (steps) return FRESH[type]?.(steps, counted(path, steps.count))
  if (type === 'text') return freshText(column)
  if (type === 'uuid') return 'uuidv7()'
  return type === 'enum' ? `nextOf('${path}', ${literal(spec.values ?? [])})` : undefined
}

/** Whether a value in code is another one whenever it is asked for. */
export const isFresh = (code: string) => /\b(?:uuidv7|next|nextOf)\(/.test(code)

/** Imports what the values in the code of a test call. */
export function importFresh(code: string, imports: Imports, { uuid, next } = API_MODULES): void {
  const calls = (name: string) => new RegExp(`\\b${name}\\(`).test(code)
  if (calls('uuidv7')) imports.use(uuid.module, uuid.name)
  for (const name of ['next', 'nextOf']) if (calls(name)) imports.use(next, name)
}

const API_MODULES = { uuid: { module: 'uuidv7', name: 'uuidv7' }, next: '../testing/next.ts' }
export const BROWSER_MODULES = { uuid: { module: 'uuid', name: 'v7 as uuidv7' }, next: '../support/next.ts' }

/** From the steps of a field and the code that counts them. */
const FRESH: Partial<Record<Column['type'], (steps: Steps, count: string) => string>> = {
  integer: ({ first }, count) => after(first, count),
  decimal: ({ first, size }, count) =>
    size === 1
      ? `String(${after(first, count)})`
      : `String((${after(first, count)}) / ${number(Math.round(1 / size))})`,
  date: ({ first }, count) => {
    const start = quoted(new Date(first * DAY).toISOString().slice(0, 10))
    return `new Date(Date.parse(${start}) + ${count} * ${number(DAY)}).toISOString().slice(0, 10)`
  },
  instant: ({ first }, count) =>
    `new Date(Date.parse(${quoted(new Date(first).toISOString())}) + ${count}).toISOString()`,
}

const after = (first: number, count: string) => `${first === 0 ? '' : `${number(first)} + `}${count}`

/** More than any test counts to is not said. */
const counted = (path: string, count: number) =>
  `next('${path}'${count < MANY * MANY ? `, ${number(count)}` : ''})`

/** Part of a UUID, which has its random digits at its end; a short text counts. */
function freshText(column: Column): string {
  const max = maxLength(column)
  const min = typeof column.spec.min === 'number' ? column.spec.min : 0
  if (max < 12) return `${counted(column.path, 36 ** max)}.toString(36).padStart(${max}, '0')`
  return `uuidv7()${max < 36 ? `.slice(-${max})` : ''}${min > 36 ? `.padEnd(${number(min)}, '.')` : ''}`
}
