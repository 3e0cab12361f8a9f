import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { settable } from '../files/schema.ts'
import { isFresh } from '../fresh-samples.ts'
import { validValue } from '../samples.ts'
import { sampleOfShape } from '../shape/sample-of-shape.ts'
import { key, literal, number, quoted } from '../source.ts'
import { maxLength } from '../types.ts'
import { labelField } from './names.ts'
import { fieldWords, valueWords } from './words.ts'

/** The fields that a test types into: what must be given, and what a row is called by. */
export function typedFields({ fields }: Resource, columns: readonly Column[]): Column[] {
  const label = labelField(fields)?.name
  return settable(columns).filter(({ isGiven, spec }) => isGiven || spec.name === label)
}

/** `{ Title: 'first' }`: what is typed into a new row, by label, as code. */
export function typedRow(columns: readonly Column[]): string {
  return `{ ${columns.map(typedEntry).join(', ')} }`
}

const typedEntry = (column: Column) => `${key(fieldWords(column))}: ${typed(column, validValue(column, 0))}`

/** What a row is called that was filled in, as code. */
export function calledAs(resource: Resource, columns: readonly Column[]): string {
  const label = labelField(resource.fields)?.name
  const column = typedFields(resource, columns).find(({ spec }) => spec.name === label)
  if (column) return fieldOfValues(column)
  return `/^${sentence(resource.names.words)}, /`
}

function fieldOfValues(column: Column): string {
  const name = fieldWords(column)
  return /^\w+$/.test(name) ? `values.${name}` : `values[${quoted(name)}]`
}

export const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

export interface Changed {
  column: Column
  /** A row is called by it. */
  isLabel: boolean
  /** Two values that a new row does not have, as typed. */
  values: [string, string]
}

/** The field that a test changes: one that has values enough. */
export function changedField(resource: Resource, columns: readonly Column[]): Changed | undefined {
  const label = labelField(resource.fields)?.name
  const filled = typedFields(resource, columns)
  const own = settable(columns).filter(({ relation, type }) => !relation && type !== 'json')
  for (const column of own.toSorted(
    (a, b) => Number(b.spec.name === label) - Number(a.spec.name === label),
  )) {
    const first = filled.includes(column) ? validValue(column, 0) : literal(column.initial)
    const others = [1, 2, 3, 4]
      .map((n) => validValue(column, n))
      .filter((code) => isFresh(code) || code !== first)
    const distinct = others.filter((code, at) => isFresh(code) || others.indexOf(code) === at)
    const [one, other] = distinct.map((code) => typed(column, code))
    if (one !== undefined && other !== undefined)
      return { column, isLabel: column.spec.name === label, values: [one, other] }
  }
  return undefined
}

/** A value as it is typed into its field, as code. */
function typed(column: Column, code: string): string {
  const { spec, type } = column
  if (type === 'json') return quoted(JSON.stringify(sampleOfShape(spec.shape ?? {})))
  if (type === 'enum') {
    if (isFresh(code)) return `nextOf('${column.path}', ${literal(valueWords(spec.values ?? []))})`
    const at = (spec.values ?? []).findIndex((value) => quoted(value) === code)
    return quoted(valueWords(spec.values ?? [])[at] ?? '')
  }
  if (type === 'boolean') return quoted(code)
  if (type === 'integer') return isFresh(code) ? `String(${code})` : quoted(code.replaceAll('_', ''))
  return code
}

interface Mistake {
  /** What is typed, as code. Undefined where nothing is. */
  values: string | undefined
  /** What is said at the field. */
  message: string
}

/** A text that is too long, which the server finds; or else nothing in a field that must be given. */
export function mistakeIn(resource: Resource, columns: readonly Column[]): Mistake | undefined {
  const long = settable(columns).find(({ type }) => type === 'text')
  if (long) {
    const max = maxLength(long)
    const others = typedFields(resource, columns).filter((column) => column !== long)
    const own = `${key(fieldWords(long))}: 'x'.repeat(${number(max + 1)})`
    return {
      values: `{ ${[...others.map(typedEntry), own].join(', ')} }`,
      message: `Must have at most ${max} characters`,
    }
  }
  const isNeeded = settable(columns).some(({ initial, type }) => initial === undefined && type !== 'boolean')
  return isNeeded ? { values: undefined, message: 'Required' } : undefined
}
