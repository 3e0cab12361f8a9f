/** The tables as SQL names them, for statements that are written past Prisma. */
export { tables } from './generated/tables.ts'

/** What a value of each SQL type is once one of our statements has read it. */
interface Values {
  uuid: string
  text: string
  /** As text: a double would lose digits. */
  numeric: string
  date: string
  /** ISO 8601. */
  timestamptz: string
  boolean: boolean
  int: number
  smallint: number
  /** Counters only: none comes near 2^53. */
  bigint: number
  float8: number
  // biome-ignore lint/suspicious/noExplicitAny: what the JSON of a column holds is in the schema of its field
  jsonb: any
  bytea: Uint8Array
}

type Scalar = keyof Values | `"${string}"`

export interface Column {
  readonly name: string
  /** As a cast names it. An enum stands in double quotes. */
  readonly type: Scalar | `${Scalar}[]`
  readonly isNullable: boolean
  /** Those of an enum, in their order. */
  readonly values?: readonly string[]
  /** A generated column: the database computes it from others of its row, and nobody can set it. */
  readonly isComputed?: true
}

export interface Table {
  readonly name: string
  /** The fields of the primary key. */
  readonly key: readonly string[]
  /** The unique constraints beside the primary key: the fields of each, by its name in SQL. */
  readonly unique: Readonly<Record<string, readonly string[]>>
  readonly columns: Readonly<Record<string, Column>>
}

type ElementOf<C extends Column> = C extends { readonly values: readonly (infer Value)[] }
  ? Value
  : C['type'] extends keyof Values | `${keyof Values}[]`
    ? Values[C['type'] extends `${infer Element extends keyof Values}[]` ? Element : C['type'] & keyof Values]
    : never

type NullOf<C extends Column> = C['isNullable'] extends false ? never : null

/** What a value of the column is once one of our statements has read it. */
export type ValueOf<C extends Column> = C extends Column
  ? (C['type'] extends `${string}[]` ? ElementOf<C>[] : ElementOf<C>) | NullOf<C>
  : never
