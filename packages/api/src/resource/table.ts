import { type Column, type Table, tables, type ValueOf } from '@tandem/db/tables'

/** A column that every answer may show: all but the owner and what the table hides. */
export type Row<T extends Table, Hidden extends keyof T['columns']> = {
  [F in Exclude<keyof T['columns'], 'userId' | Hidden>]: ValueOf<T['columns'][F]>
}

/** A value as a caller may give it: an instant also as a `Date`. */
type Given<C extends Column> = C['type'] extends 'timestamptz' ? ValueOf<C> | Date : ValueOf<C>

/** What a caller may set of a row. */
export type Fields<T extends Table, Settable extends keyof T['columns']> = {
  [F in Settable]: Given<T['columns'][F]>
}

/** What can be set at all: what the database computes cannot. */
type SettableIn<T extends Table> = {
  [F in keyof T['columns']]: T['columns'][F] extends { isComputed: true } ? never : F
}[keyof T['columns']] &
  string

interface Declaration<
  T extends Table,
  Settable extends SettableIn<T>,
  Sortable extends keyof T['columns'] & string,
  Hidden extends keyof T['columns'] & string,
  Parent extends keyof T['columns'] & string,
> {
  /** The singular in messages: `task`. */
  one: string
  /** What a caller may set. */
  settable: readonly Settable[]
  /** What a list may be sorted by. */
  sortable: readonly Sortable[]
  /** Texts that lists are sorted by without regard to case. Their indexes are over what {@link asSorted} makes of the column. */
  sortedIgnoringCase?: readonly Sortable[]
  /** What no answer shows, in addition to the owner. */
  hidden?: readonly Hidden[]
  /** Where rows are nested: the parent they belong to, and the field that names it. */
  parent?: { field: Parent; of: ResourceTable }
  /** Texts that are unique without regard to case, by an index over `fold_case`. */
  uniqueIgnoringCase?: readonly (keyof T['columns'] & string)[]
  /** Ids of a user, which may be the owner's alone. */
  toOwner?: readonly Settable[]
  /** Check constraints across fields, by their name in SQL: the field that is refused, and why. */
  checks?: Record<string, { field: keyof T['columns'] & string; message: string }>
  /** Deleted rows can be restored, so that their ids stay taken. */
  hasTrash?: boolean
  guard?: Guard<Settable>
}

/** A condition on a stored row that a write of a field must meet. A row that does not is left as it is: the store throws `RowGuarded`. */
export interface Guard<Field extends string = string> {
  field: Field
  /** In SQL, as is the value that is written. */
  condition: (value: string) => string
}

/** The table of a resource: what its store, its lists and its export are made from. Its rows belong to a user each, or are shared. */
export interface ResourceTable<
  T extends Table = Table,
  Settable extends string = string,
  Sortable extends string = string,
  Hidden extends string = string,
  Parent extends string = string,
> {
  /** The name in SQL. */
  name: string
  one: string
  columns: Record<string, Column>
  /** Every row belongs to a user, who is part of its key. Rows of other tables are shared by all. */
  isOwned: boolean
  /** The fields that name a row: the owner first where it has one, then the parent where it is nested, then the id. */
  key: readonly string[]
  settable: readonly Settable[]
  sortable: readonly Sortable[]
  sortedIgnoringCase: readonly string[]
  /** The fields of an answer, in the schema's order. */
  shown: readonly string[]
  parent: { field: Parent; of: ResourceTable } | undefined
  /** Unique constraints that a write can violate, beside the primary key: what messages call the fields, by the name in SQL. */
  unique: Record<string, string>
  /** Foreign keys to rows that a caller chooses: the field, and what it refers to, by the name in SQL. */
  relations: Record<string, { field: string; one: string }>
  /** Check constraints that a write can violate: the field that is refused, and why, by the name in SQL. */
  checks: Record<string, { field: string; message: string }>
  toOwner: readonly string[]
  /** Whether rows of another table may keep one of this from being deleted. */
  isRestricted: boolean
  hasTrash: boolean
  guard: Guard | undefined
  /** Carries the types; never set. */
  types?: { table: T; hidden: Hidden }
}

/**
 * Declares the table of a resource from the Prisma schema. A field that the model lacks does not compile. The model needs
 * `id`, `version`, `createdAt` and `updatedAt`. Its primary key is `(user_id, id)` where rows belong to a user, and `(id)` where
 * they are shared.
 */
export function defineTable<
  const T extends Table,
  const Settable extends SettableIn<T>,
  const Sortable extends keyof T['columns'] & string,
  const Hidden extends keyof T['columns'] & string = never,
  const Parent extends keyof T['columns'] & string = never,
>(
  table: T,
  declaration: Declaration<T, Settable, Sortable, Hidden, Parent>,
): ResourceTable<T, Settable, Sortable, Hidden, Parent> {
  const {
    one,
    settable,
    sortable,
    sortedIgnoringCase = [],
    hidden = [],
    parent,
    checks = {},
    toOwner = [],
    hasTrash = false,
    guard,
  } = declaration
  const isHidden = new Set<string>(['userId', ...hidden])
  const isOwned = table.key.includes('userId')
  if (!isOwned && (parent || toOwner.length > 0))
    throw new Error(`${table.name} has a parent, or a relation to an owner, and so it needs an owner`)
  return {
    name: table.name,
    one,
    columns: table.columns,
    isOwned,
    key: [...(isOwned ? ['userId'] : []), ...(parent ? [parent.field] : []), 'id'],
    settable,
    sortable,
    sortedIgnoringCase,
    shown: Object.keys(table.columns).filter((field) => !isHidden.has(field)),
    parent,
    unique: { ...uniqueAmong(table, settable), ...uniqueIgnoringCase(table, declaration) },
    relations: relationsAmong(table, settable),
    checks,
    toOwner,
    isRestricted: Object.values<Table>(tables).some(({ references }) =>
      Object.values(references).some(
        (reference) => reference.isRestricting && reference.table === table.name,
      ),
    ),
    hasTrash,
    guard,
  }
}

/** An index over an expression is not in the Prisma schema. It has the name that Prisma would give it. */
function uniqueIgnoringCase(
  { name, key, columns }: Table,
  { uniqueIgnoringCase = [] }: { uniqueIgnoringCase?: readonly string[] },
): Record<string, string> {
  const owner = key.includes('userId') ? '_user_id' : ''
  return Object.fromEntries(
    uniqueIgnoringCase.map((field) => [
      `${name}${owner}_${column({ name, columns }, field).name}_key`,
      field,
    ]),
  )
}

function relationsAmong({ references }: Table, settable: readonly string[]) {
  const relations: ResourceTable['relations'] = {}
  for (const [constraint, { fields, one }] of Object.entries(references)) {
    const field = fields.find((name) => settable.includes(name))
    if (field) relations[constraint] = { field, one }
  }
  return relations
}

/** What a caller gives, or what is computed of it. */
function uniqueAmong({ columns, unique }: Table, settable: readonly string[]): Record<string, string> {
  const isGiven = (field: string) => settable.includes(field) || columns[field]?.isComputed === true
  return Object.fromEntries(
    Object.entries(unique)
      .map(([constraint, fields]) => [constraint, fields.filter(isGiven)] as const)
      .filter(([, fields]) => fields.length > 0)
      .map(([constraint, fields]) => [constraint, fields.join(' and ')]),
  )
}

/** The types that a declared table carries. */
export type RowOf<R> =
  R extends ResourceTable<infer T, string, string, infer Hidden> ? Row<T, Hidden & keyof T['columns']> : never
export type FieldsOf<R> =
  R extends ResourceTable<infer T, infer Settable> ? Fields<T, Settable & keyof T['columns']> : never
/** The fields of a key beside the id: `userId` where rows belong to a user, and the one that names the parent. */
export type ScopeOf<R> =
  R extends ResourceTable<infer T, string, string, string, infer Parent>
    ? Extract<T['key'][number], 'userId'> | Parent
    : never

/** The fields that a list may be filtered by. */
export type FilterableOf<R> = keyof RowOf<R> & string
/** A value to compare a field with, as a caller gives it. */
export type GivenOf<R, Field extends string> =
  R extends ResourceTable<infer T> ? NonNullable<Given<T['columns'][Field]>> : never

/** A column of a declared table. Throws where there is none of that name, which the types rule out. */
export function column(table: Pick<Table, 'name' | 'columns'>, field: string): Column {
  const found = table.columns[field]
  if (!found) throw new Error(`${table.name} has no column for ${field}`)
  return found
}

/** SQL for a column, or for a value to compare it with, as lists are sorted by it. */
export function asSorted({ sortedIgnoringCase }: ResourceTable, field: string, term: string): string {
  return sortedIgnoringCase.includes(field) ? `fold_case(${term}) COLLATE "und-x-icu"` : term
}

/** A column as a select list has it: enums and instants as their text, which costs least to read. */
function selected(column: Column): string {
  const { name, type, values } = column
  if (type === 'bigint') return `${name}::float8`
  if (type === 'numeric') return decimalText(column)
  return type === 'timestamptz' || type === 'date' || values ? `${name}::text` : name
}

/** Without zeros at its end, so that one number has one form whatever the scale of its column. */
function decimalText({ name }: Column): string {
  return `trim_scale(${name})::text`
}

/** The fields of an answer as a select list. */
export function selection(table: ResourceTable): string {
  return table.shown.map((field) => `${selected(column(table, field))} AS "${field}"`).join(', ')
}

/** The same for rows that PostgreSQL writes as JSON, which has a form for each type of its own. */
export function jsonSelection(table: ResourceTable): string {
  return table.shown
    .map((field) => {
      const found = column(table, field)
      return `${found.type === 'numeric' ? decimalText(found) : found.name} AS "${field}"`
    })
    .join(', ')
}

/** Whether a parent is there, for the statement of a row or a list under it. `owner` and `parentId` are SQL. */
export function parentExists({ parent }: ResourceTable, owner: string, parentId: string): string | undefined {
  if (!parent) return undefined
  return `EXISTS (SELECT FROM ${parent.of.name} AS parent WHERE parent.user_id = ${owner} AND parent.id = ${parentId})`
}
