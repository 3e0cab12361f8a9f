import { FIELD_TYPES, type FieldType } from '../../spec/spec.ts'
import { MAX_INDEXED_TEXT } from '../../spec/values.ts'
import { boundsOf } from '../answers/bounds.ts'
import { type Draft, textOf } from '../draft.ts'
import type { Project } from '../project.ts'
import type { Option } from '../question.ts'

/** One field among the answers. */
export interface FieldInDraft {
  draft: Draft
  key: string
  index: number
  project: Project
}

/** Whether the field is added to what was written by hand, which takes fewer kinds of them. */
export const isAdded = ({ draft, project }: Pick<FieldInDraft, 'draft' | 'project'>): boolean =>
  project.byHand.some(({ name }) => name === textOf(draft, 'name'))

/** The type that was answered for a field. */
export function fieldType(draft: Draft, key: string): FieldType {
  const answer = textOf(draft, `${key}.type`)
  return FIELD_TYPES.find((type) => type === answer) ?? 'text'
}

/** What each type is, in the order in which they are offered. */
export const TYPE_OPTIONS: readonly (Option & { value: FieldType })[] = [
  { value: 'text', label: 'text' },
  { value: 'integer', label: 'integer: a whole number' },
  { value: 'decimal', label: 'decimal', hint: 'exact, such as money; a string in JSON' },
  { value: 'boolean', label: 'boolean: yes or no' },
  { value: 'date', label: 'date', hint: '2026-06-15' },
  { value: 'instant', label: 'instant: a date and a time', hint: '2026-06-15T12:00:00Z' },
  { value: 'enum', label: 'enum: one of some values' },
  { value: 'relation', label: 'relation: the id of something else' },
  { value: 'json', label: 'json of a given shape' },
  { value: 'uuid', label: 'uuid' },
  { value: 'computed', label: 'computed', hint: 'by an SQL expression, kept by the database' },
]

/** What a field can be besides its type. */
export type Also = 'unique' | 'filterable' | 'sortable' | 'searchable'

export const ALSO_OPTIONS: readonly (Option & { value: Also })[] = [
  { value: 'filterable', label: 'Filter by it' },
  { value: 'sortable', label: 'Sort by it' },
  { value: 'searchable', label: 'Search in it' },
  { value: 'unique', label: 'Unique', hint: 'a value that is taken is 409' },
]

export interface Traits {
  hasBounds?: true
  /** It can have a default. */
  hasDefault?: true
  /** The database works it out, so that no caller gives it. */
  isComputed?: true
  also: readonly Also[]
  /** Of these, what is recommended. */
  usual: readonly Also[]
}

export const TRAITS: Readonly<Record<FieldType, Traits>> = {
  text: {
    hasBounds: true,
    hasDefault: true,
    also: ['filterable', 'sortable', 'searchable', 'unique'],
    usual: [],
  },
  integer: {
    hasBounds: true,
    hasDefault: true,
    also: ['filterable', 'sortable', 'unique'],
    usual: ['sortable'],
  },
  decimal: {
    hasBounds: true,
    hasDefault: true,
    also: ['filterable', 'sortable', 'unique'],
    usual: ['sortable'],
  },
  boolean: { hasDefault: true, also: ['filterable'], usual: ['filterable'] },
  date: {
    hasBounds: true,
    hasDefault: true,
    also: ['filterable', 'sortable', 'unique'],
    usual: ['filterable', 'sortable'],
  },
  instant: {
    hasBounds: true,
    hasDefault: true,
    also: ['filterable', 'sortable', 'unique'],
    usual: ['filterable', 'sortable'],
  },
  uuid: { hasDefault: true, also: ['filterable', 'unique'], usual: [] },
  enum: { hasDefault: true, also: ['filterable', 'sortable', 'unique'], usual: ['filterable'] },
  json: { hasDefault: true, also: [], usual: [] },
  relation: { also: ['filterable', 'unique'], usual: ['filterable'] },
  computed: { isComputed: true, also: ['filterable', 'sortable', 'searchable', 'unique'], usual: [] },
}

/** The answers to whether a field must be given: one that must can have a default for the rows that are there. */
export const isRequired = (presence: string) => presence === 'required' || presence === 'requiredWithDefault'
export const hasDefault = (presence: string) => presence === 'default' || presence === 'requiredWithDefault'

/** What happens to a relation when what it points to is deleted, where the spec does not say. */
export const usualOnDelete = (isRequired: boolean) => (isRequired ? 'restrict' : 'setNull')

/** The type that a field of this name most likely has. */
export function likelyType(name: string, models: readonly string[]): FieldType {
  if (models.includes(name)) return 'relation'
  const guesses: readonly (readonly [RegExp, FieldType])[] = [
    [/^(is|has|can)[A-Z]|^(done|active|public|enabled|archived|pinned|hidden|completed|read)$/, 'boolean'],
    [/(At|Time)$|^(start|end)$/, 'instant'],
    [/(On|Date|Day)$|^(date|day|birthday)$/, 'date'],
    [/(Count|Number|Index)$|^(count|number|rank|position|age|year|quantity|size)$/, 'integer'],
    [/(Price|Amount|Cost|Total)$|^(price|amount|cost|total|rate|weight|balance)$/, 'decimal'],
    [
      /(Status|State|Kind|Type|Color|Priority)$|^(status|state|kind|type|color|colour|priority|level)$/,
      'enum',
    ],
  ]
  return guesses.find(([pattern]) => pattern.test(name))?.[1] ?? 'text'
}

const LONG = /body|text|content|description|note|comment|message|bio/i

/** The length that a text of this name most likely has. */
export function likelyLength(name: string): string {
  return LONG.test(name) ? '1..10000' : '1..255'
}

/** What is usual in lists. Of texts, a title is sorted by and searched in, and what is long only searched in. */
export function usualInLists(type: FieldType, name: string, bounds: string): Also[] {
  if (type !== 'text') return [...TRAITS[type].usual]
  const isLong = Number(boundsOf(bounds)?.max ?? 0) > MAX_INDEXED_TEXT
  if (/^(title|name|subject)$|(Title|Name)$/.test(name))
    return isLong ? ['searchable'] : ['sortable', 'searchable']
  return LONG.test(name) ? ['searchable'] : []
}
