/** A statement about one row. Its texts are fixed: nothing in them comes from a caller's input. */
export interface Statement<Row extends object = object> {
  /** The name under which each connection prepares it, from a fixed set. Empty: sent unnamed, planned anew each time. */
  readonly name: string
  /** For one row, alone: `$1`, `$2`, … are its values. */
  readonly text: string
  /** The same for a sharded database, where RETURNING may not cast a column. Default: `text`. */
  readonly onShard?: string
  /** Lets several calls be sent as one statement; without it each runs alone. */
  readonly many?: ManyForm | undefined
  /** Never set: it only carries the type of the rows. */
  readonly rowType?: Row
}

/** The form of a statement that does for several rows what the plain text does for one. */
export interface ManyForm {
  readonly name: string
  /**
   * Every parameter is a list with one element for each row. Every row of the answer has the `_place` (int, from 1) of
   * the row it belongs to. It stays in the row that is handed out, so a reader takes the columns that it needs.
   */
  readonly text: string
  /**
   * PostgreSQL types of the values. A value that is itself a list (`text[]`) goes as the text of an array literal, since
   * a list of lists must be rectangular.
   */
  readonly types: readonly string[]
  /** For a write: the index of the value that identifies its row. Two writes of one row are never one statement. A read has none. */
  readonly rowKey?: number | undefined
}

/** Runs a statement and resolves to its rows, read as the driver reads them. */
export type Run = <Row extends object>(
  statement: Statement<Row>,
  values: readonly unknown[],
) => Promise<Row[]>

/** How many rows one {@link ManyForm} is sent with at most. */
export const MAX_PLACES = 100

/** The type of {@link MAX_PLACES}, for packages that import types only and repeat the number. */
export type MaxPlaces = typeof MAX_PLACES
