import pg from 'pg'

export interface Statement {
  /** Under which it is prepared; empty where it is not to be kept. */
  name: string
  sql: string
  values: readonly unknown[]
}

/** Why statements that were to be one transaction were not. */
export interface PipelineFailure {
  error: Error
  /** Nothing of it has happened. Where the connection was lost, nobody knows. */
  isUndone: boolean
  /** The connection must not be used again. */
  isBroken: boolean
}

/** The rows of each statement. */
type Outcome = object[][] | PipelineFailure

/** What a database's session, and not only the statement, may have ended with: it may have happened all the same. */
const SESSION_ENDED = /^(08|57P|58|XX)/

/**
 * Runs statements one after another as one transaction, sent at once and, unlike between `BEGIN` and `COMMIT`, answered
 * at once too: that is what statements before the same `Sync` are to the protocol. Resolves, when it is committed, to the
 * rows of each. Never rejects.
 */
export function pipeline(client: pg.ClientBase, statements: readonly Statement[]): Promise<Outcome> {
  return new Promise((resolve) => {
    client.query(new Pipeline(statements, resolve))
  })
}

/** How the rows of a statement are read. */
interface Shape {
  names: readonly string[]
  parsers: readonly ((text: string) => unknown)[]
  empty: Record<string, unknown>
}

const NO_ROWS: Shape = { names: [], parsers: [], empty: {} }

/** What is known of the statements that a connection has met. A prepared one's rows stay as they are, or it fails. */
interface Known {
  shapes: Map<string, Shape>
  /** Whether they are prepared nobody knows: they failed when they were to be. */
  doubtful: Set<string>
}

const knownBy = new WeakMap<pg.Connection, Known>()

/** A connection of `pg`, with what its types leave out: the texts that it has prepared, and is preparing, by name. */
type WholeConnection = pg.Connection &
  Record<'parsedStatements' | 'submittedNamedStatements', Record<string, string>>

/** A query of `pg`, with what its types leave out. */
declare class WholeQuery implements pg.Submittable {
  constructor(text: string, callback: (error: Error | undefined) => void)
  /** What it fails with in the end, whatever the database says. */
  _canceledDueToError: Error | false
  submit(connection: pg.Connection): Error | null
  handleRowDescription(message: { fields: pg.FieldDef[] }): void
  handleDataRow(message: { fields: (string | null)[] }): void
  handleCommandComplete(message: unknown, connection: pg.Connection): void
  handleReadyForQuery(connection: pg.Connection): void
  handleError(error: Error, connection: pg.Connection): void
}

/** What can be sent. */
type Sendable = string | Buffer | null

const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): Sendable } }).utils

/**
 * To `pg` it is one query. Its own would ask with every statement what the rows look like, and answer each by itself;
 * of an object of options it would copy the descriptors of every property.
 */
class Pipeline extends (pg.Query as unknown as typeof WholeQuery) {
  readonly #statements: readonly Statement[]
  readonly #rows: object[][]
  readonly #shapes: (Shape | undefined)[] = []
  /** Which of them this connection had not prepared before. */
  readonly #new: number[] = []
  /** The statement that is being converted, and later being answered. */
  #current = 0
  #isSent = false
  #known: Known | undefined

  constructor(statements: readonly Statement[], done: (outcome: Outcome) => void) {
    super('', (error) => done(error ? this.#failure(error) : this.#rows))
    this.#statements = statements
    this.#rows = statements.map(() => [])
  }

  override submit(connection: pg.Connection): Error | null {
    const values: Sendable[][] = []
    try {
      for (const statement of this.#statements) {
        values.push(statement.values.map((value) => prepareValue(value)))
        this.#current++
      }
    } catch (error) {
      // Nothing is on its way.
      return error as Error
    }
    this.#current = 0
    this.#isSent = true
    this.#known = knownTo(connection)
    connection.stream.cork()
    this.#statements.forEach((statement, i) => {
      if (this.#prepare(statement, connection as WholeConnection)) this.#new.push(i)
      connection.bind({ statement: statement.name, values: values[i] }, true)
      const shape = this.#known?.shapes.get(statement.name)
      if (!shape) connection.describe({ type: 'P' }, true)
      this.#shapes.push(shape)
      connection.execute({}, true)
    })
    connection.sync()
    connection.stream.uncork()
    return null
  }

  /** Whether the connection had not. */
  #prepare({ name, sql: text }: Statement, connection: WholeConnection): boolean {
    const { parsedStatements, submittedNamedStatements } = connection
    if (name && (parsedStatements[name] ?? submittedNamedStatements[name]) !== undefined) return false
    if (this.#known?.doubtful.delete(name)) connection.close({ type: 'S', name }, true)
    connection.parse({ name, text, types: [] }, true)
    if (name) submittedNamedStatements[name] = text
    return name !== ''
  }

  override handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    this.#learn({
      names: fields.map(({ name }) => name),
      parsers: fields.map(({ dataTypeID }) => pg.types.getTypeParser(dataTypeID, 'text')),
      empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
    })
  }

  override handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const { names, parsers, empty } = this.#shapes[this.#current] ?? NO_ROWS
    const row = { ...empty }
    try {
      for (let i = 0; i < fields.length; i++) {
        const text = fields[i] as string | null
        if (text !== null) row[names[i] as string] = parsers[i]?.(text)
      }
    } catch (error) {
      // Thrown from here it would end the process.
      this._canceledDueToError = error as Error
    }
    this.#rows[this.#current]?.push(row)
  }

  override handleCommandComplete(): void {
    if (!this.#shapes[this.#current]) this.#learn(NO_ROWS)
    this.#current++
  }

  #learn(shape: Shape): void {
    this.#shapes[this.#current] = shape
    const name = this.#statements[this.#current]?.name
    if (name) this.#known?.shapes.set(name, shape)
  }

  override handleReadyForQuery(connection: pg.Connection): void {
    this.#noteNew(connection as WholeConnection)
    super.handleReadyForQuery(connection)
  }

  override handleError(error: Error, connection: pg.Connection): void {
    this.#noteNew(connection as WholeConnection)
    super.handleError(error, connection)
  }

  /** Those before the current one are prepared by now, and those after it are not. */
  #noteNew({ parsedStatements, submittedNamedStatements }: WholeConnection): void {
    for (const i of this.#new) {
      const { name, sql } = this.#statements[i] as Statement
      delete submittedNamedStatements[name]
      if (i < this.#current) parsedStatements[name] = sql
      else if (i === this.#current) this.#known?.doubtful.add(name)
    }
  }

  #failure(error: Error): PipelineFailure {
    const isOfStatement = error instanceof pg.DatabaseError && !SESSION_ENDED.test(error.code ?? '')
    return {
      error,
      isUndone: isOfStatement || !this.#isSent,
      isBroken: !isOfStatement && this.#isSent,
    }
  }
}

function knownTo(connection: pg.Connection): Known {
  const known = knownBy.get(connection) ?? { shapes: new Map(), doubtful: new Set() }
  knownBy.set(connection, known)
  return known
}
