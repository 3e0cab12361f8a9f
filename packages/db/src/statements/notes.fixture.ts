import { expect } from 'vitest'
import type { Database } from '../create-db.ts'
import type { Statement } from './statement.ts'

/** A note, and the transaction that inserted it. */
export interface Inserted {
  id: number
  transaction: string
}

const RETURNING = 'id, pg_current_xact_id()::text AS transaction'

/** Inserts a note. It has no list form, so that each insert of a group stays a query of its own. */
const INSERT: Statement<Inserted> = {
  name: 'insert_note',
  text: `INSERT INTO notes VALUES ($1::int, $2::int) RETURNING ${RETURNING}`,
}

/** The same with a list form. It inserts in descending order, so that rows are not answered in their order. */
const INSERT_MANY: Statement<Inserted> = {
  name: 'insert_mergeable_note',
  text: `INSERT INTO notes VALUES ($1::int, $2::int) RETURNING ${RETURNING}`,
  many: {
    name: 'insert_notes',
    text: `
      INSERT INTO notes SELECT v1, v2 FROM unnest($1::int[], $2::int[]) AS given (v1, v2) ORDER BY v1 DESC
      RETURNING array_position($1::int[], id) AS _place, ${RETURNING}`,
    types: ['int', 'int'],
    rowKey: 0,
  },
}

interface InsertOptions {
  /** Default: the name of the test. */
  owner?: string
  /** Must be unique when the transaction commits. Default: the id. */
  twin?: unknown
}

/** Makes a table of notes, and what tests do with it. */
export async function createNotes(db: Database) {
  const sql = <Row extends object>(text: string, values: unknown[] = []) =>
    db.run<Row>({ name: '', text }, values)
  await sql('CREATE TABLE notes (id int PRIMARY KEY, twin int UNIQUE DEFERRABLE INITIALLY DEFERRED)')
  const inserting =
    (statement: Statement<Inserted>) =>
    (id: number, { owner = testName(), twin = id }: InsertOptions = {}) =>
      db.writesOf(owner)(statement, [id, twin])

  return {
    sql,
    insert: inserting(INSERT),
    insertMergeable: inserting(INSERT_MANY),
    /** The ids of the notes in a range. */
    stored: async (from: number, to: number) => {
      const text = 'SELECT id FROM notes WHERE id BETWEEN $1::int AND $2::int ORDER BY id'
      return (await sql<{ id: number }>(text, [from, to])).map(({ id }) => id)
    },
  }
}

export type Notes = Awaited<ReturnType<typeof createNotes>>

/** The transaction of each insert. */
export async function transactionsOf(inserts: Promise<Inserted[]>[]): Promise<string[]> {
  return (await Promise.all(inserts)).flat().map(({ transaction }) => transaction)
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

function testName(): string {
  return expect.getState().currentTestName ?? ''
}
