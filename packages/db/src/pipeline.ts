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
  /** Which of the statements failed; as many as there are where it was the commit. */
  failed: number
  /** The connection must not be used again. */
  isBroken: boolean
}

/** What a database's session, and not only the statement, may have ended with: it may have happened all the same. */
const SESSION_ENDED = /^(08|57P|58|XX)/

/**
 * Runs statements one after another as one transaction, sent at once and, unlike between `BEGIN` and `COMMIT`, answered
 * at once too: that is what statements before the same `Sync` are to the protocol. Resolves, when it is committed, to the
 * rows of each. Never rejects.
 */
export function pipeline(
  client: pg.PoolClient,
  statements: readonly Statement[],
): Promise<object[][] | PipelineFailure> {
  return new Promise((resolve) => {
    client.query(new Pipeline(statements, resolve))
  })
}

type Results = { rows: object[] } | { rows: object[] }[]
type Resolve = (outcome: object[][] | PipelineFailure) => void

/** What a connection of `pg` has prepared, and what it is preparing: texts by name. */
type Prepared = pg.Connection &
  Record<'parsedStatements' | 'submittedNamedStatements', Record<string, string>>

/** A query of `pg`, with what its types leave out. */
declare class WholeQuery implements pg.Submittable {
  constructor(text: string, callback: (error: Error | undefined, results: Results) => void)
  name: string
  text: string
  values: readonly unknown[]
  submit(connection: pg.Connection): void
  hasBeenParsed(connection: pg.Connection): boolean
  prepare(connection: pg.Connection): void
  /** The last that `prepare` does. */
  _getRows(connection: pg.Connection): void
  handleCommandComplete(message: unknown, connection: pg.Connection): void
  handleReadyForQuery(connection: pg.Connection): void
  handleError(error: Error, connection: pg.Connection): void
}

/** To `pg` it is one query, with a result for each statement. */
class Pipeline extends (pg.Query as unknown as typeof WholeQuery) {
  readonly #statements: readonly Statement[]
  /** Those that this connection had not prepared before. */
  readonly #new: Statement[] = []
  #prepared = 0
  #completed = 0
  #isSent = false

  constructor(statements: readonly Statement[], resolve: Resolve) {
    super('', (error, results) => {
      resolve(error ? this.#failure(error) : [results].flat().map(({ rows }) => rows))
    })
    this.#statements = statements
  }

  override submit(connection: pg.Connection): void {
    // Nothing is on its way before all of it can be.
    connection.stream.cork()
    for (const statement of this.#statements) {
      this.name = statement.name
      this.text = statement.sql
      this.values = statement.values
      if (this.name && !this.hasBeenParsed(connection)) this.#new.push(statement)
      this.prepare(connection)
      this.#prepared++
    }
    connection.sync()
    this.#isSent = true
    connection.stream.uncork()
  }

  override _getRows(connection: pg.Connection): void {
    connection.execute({ portal: '' }, true)
  }

  override handleCommandComplete(message: unknown, connection: pg.Connection): void {
    this.#completed++
    super.handleCommandComplete(message, connection)
  }

  override handleReadyForQuery(connection: pg.Connection): void {
    const { parsedStatements, submittedNamedStatements } = connection as Prepared
    for (const { name, sql } of this.#new) {
      parsedStatements[name] = sql
      delete submittedNamedStatements[name]
    }
    super.handleReadyForQuery(connection)
  }

  override handleError(error: Error, connection: pg.Connection): void {
    // A value that cannot be sent: those before it must not be, either.
    if (!this.#isSent) connection.stream.destroy()
    super.handleError(error, connection)
  }

  #failure(error: Error): PipelineFailure {
    const isOfStatement = error instanceof pg.DatabaseError && !SESSION_ENDED.test(error.code ?? '')
    return {
      error,
      isUndone: isOfStatement || !this.#isSent,
      failed: this.#isSent ? this.#completed : this.#prepared,
      // What is new to it may be prepared by now, or not.
      isBroken: !isOfStatement || this.#new.length > 0,
    }
  }
}
