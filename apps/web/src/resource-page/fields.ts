import { formatDay, formatMoment } from '../english/format/moment.ts'
import { resourcePage as words } from '../english/resource-page.ts'

/** Which control asks for a value. */
export type Control =
  | 'text'
  | 'long-text'
  | 'integer'
  | 'decimal'
  | 'checkbox'
  | 'choice'
  | 'date'
  | 'instant'
  | 'json'
  | 'relation'

/** What a text stands for, or why it stands for nothing. */
export type Reading<Value> = { value: Value } | { problem: string }

/** A field of a resource: how a value of it is asked for, shown and read. The type is that of its values on the wire. */
export interface Field<Value> {
  control: Control
  /** What is chosen for a new row. */
  initial?: Value | undefined
  isNullable?: boolean
  /** Another row may not have the same value. */
  isUnique?: boolean
  /** The texts that a choice offers, by value. */
  names?: Readonly<Record<string, string>>
  relation?: Relation
  /** A value as the text that is edited. */
  write(value: Value): string
  /** The inverse. Only what cannot be sent is a problem here: all else is for the server to say. */
  read(text: string): Reading<Value>
  /** A value as it is shown. */
  show(value: Value): string
}

/** A field that only the server sets. Lists may be filtered by it. */
export interface Computed<Value> extends Field<Value> {
  isComputed: true
}

export const isComputed = (field: Field<unknown>): boolean => 'isComputed' in field

/** The rows that a relation can point to, and what they are called. */
export interface Relation {
  /** The router's key of the resource. */
  name: string
  /** At most {@link MAX_OFFERED} of them; with a text, those that it is found in. */
  rows(q: string, signal: AbortSignal): Promise<{ data: { id: string; label: string }[]; hasMore: boolean }>
  label(id: string, signal: AbortSignal): Promise<string>
  /** Whether `rows` looks for a text. */
  isSearchable: boolean
}

/** Rows that are offered at once: as many as a page of a list has at most. */
const MAX_OFFERED = 100

interface Related<Row> {
  /** The router's key of the resource. */
  name: string
  list(
    input: { limit?: number; q?: string; sort?: string },
    signal: AbortSignal,
  ): Promise<{ data: Row[]; page?: { hasMore: boolean } }>
  get?(id: string, signal: AbortSignal): Promise<Row>
  labelOf?(row: Row): string | null
  sort?: string
  isSearchable?: boolean
  /** Its list has no pages. */
  isWhole?: boolean
}

interface Options<Value> {
  initial?: Value
  isUnique?: boolean
}

const own = (text: string) => text

interface TextOptions extends Options<string> {
  /** It may have several lines. */
  isLong?: boolean
  /** An empty text is none. */
  isRequired?: boolean
}

export const text = ({ isLong, isRequired, ...options }: TextOptions = {}): Field<string> => ({
  control: isLong ? 'long-text' : 'text',
  ...options,
  write: own,
  read: (value) => (isRequired && value === '' ? { problem: words.problems.required } : { value }),
  show: own,
})

export const integer = (options: Options<number> = {}): Field<number> => ({
  control: 'integer',
  ...options,
  write: String,
  read: (typed) =>
    /^\s*-?\d+\s*$/.test(typed) ? { value: Number(typed) } : missing(typed, words.problems.integer),
  show: (value) => value.toLocaleString(),
})

/** A decimal is a text on the wire, so that no digit is lost. */
export const decimal = (options: Options<string> = {}): Field<string> => trimmed('decimal', options)

export const boolean = (options: Options<boolean> = {}): Field<boolean> => ({
  control: 'checkbox',
  ...options,
  write: String,
  read: (typed) => ({ value: typed === 'true' }),
  show: (value) => (value ? words.yes : words.no),
})

/** A day of the calendar. */
export const date = (options: Options<string> = {}): Field<string> => ({
  control: 'date',
  ...options,
  write: own,
  read: (typed) => (/^\d{4}-\d\d-\d\d$/.test(typed) ? { value: typed } : missing(typed, words.problems.date)),
  show: formatDay,
})

/** A moment, edited in the time zone of the device. Its text has a date and a time, each of which may be missing. */
export const instant = (options: Options<string> = {}): Field<string> => ({
  control: 'instant',
  ...options,
  write(value) {
    const at = new Date(value)
    const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString()
    return `${local.slice(0, -14)} ${local.slice(-13, -8)}`
  },
  read(typed) {
    const [day = '', time = ''] = typed.split(' ')
    const at = new Date(`${day}T${time}`)
    if (time === '' || Number.isNaN(at.getTime())) return missing(typed.trim(), words.problems.instant)
    return { value: at.toISOString() }
  },
  show: formatMoment,
})

export const uuid = (options: Options<string> = {}): Field<string> => trimmed('text', options)

/** One of the values that have a name. */
export const choice = <Value extends string>({
  names,
  ...options
}: Options<NoInfer<Value>> & { names: Readonly<Record<Value, string>> }): Field<Value> => ({
  control: 'choice',
  ...options,
  names,
  write: own,
  read: (typed) =>
    Object.hasOwn(names, typed) ? { value: typed as Value } : { problem: words.problems.required },
  show: (value) => names[value],
})

/** A value of any shape, edited as JSON. */
export const json = <Value>(options: Options<Value> = {}): Field<Value> => ({
  control: 'json',
  ...options,
  write: (value) => JSON.stringify(value, null, 2),
  read(typed) {
    try {
      return typed.trim() === '' ? { problem: words.problems.required } : { value: JSON.parse(typed) }
    } catch (error) {
      return { problem: words.problems.json(error instanceof Error ? error.message : '') }
    }
  },
  show: (value) => JSON.stringify(value),
})

/** The id of a row of another resource, or of the same one. */
export function relation<Row extends { id: string }>(related: Related<Row>): Field<string> {
  const { name, list, get, sort, isSearchable = false, isWhole = false } = related
  // A row without a name is called by its id.
  const labelOf = (row: Row) => related.labelOf?.(row) || row.id
  const options = { ...(!isWhole && { limit: MAX_OFFERED }), ...(sort !== undefined && { sort }) }
  return {
    ...trimmed('relation', {}),
    relation: {
      name,
      isSearchable,
      rows: async (q, signal) => {
        const { data, page } = await list({ ...options, ...(q !== '' && { q }) }, signal)
        const rows = data.map((row) => ({ id: row.id, label: labelOf(row) }))
        return { data: rows, hasMore: page?.hasMore ?? false }
      },
      label: async (id, signal) => (get ? labelOf(await get(id, signal)) : id),
    },
  }
}

/** A field without a value is null. */
export const optional = <Value>(field: Field<Value>): Field<Value | null> => ({
  ...field,
  isNullable: true,
  write: (value) => (value === null ? '' : field.write(value)),
  // Of a text, white space is a value, too.
  read: (typed) =>
    typed === '' || (field.control !== 'text' && field.control !== 'long-text' && typed.trim() === '')
      ? { value: null }
      : field.read(typed),
  show: (value) => (value === null ? words.none : field.show(value)),
})

/** What the server computes, which is null where it has no value. */
export const computed = <Value>(field: Field<Value>): Computed<Value | null> => ({
  ...optional(field),
  isComputed: true,
})

/** A value that is its own text, without white space around it. */
const trimmed = (control: Control, options: Options<string>): Field<string> => ({
  control,
  ...options,
  write: own,
  read: (typed) => (typed.trim() === '' ? { problem: words.problems.required } : { value: typed.trim() }),
  show: own,
})

const missing = (typed: string, otherwise: string) => ({
  problem: typed.trim() === '' ? words.problems.required : otherwise,
})
