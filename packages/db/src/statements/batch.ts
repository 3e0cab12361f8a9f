import type pg from 'pg'
import { toQuery } from './send.ts'
import type { Statement } from './statement.ts'
import { arrayLiteral, type EncodedValue } from './values.ts'

/** A statement that a caller waits for. */
export interface Call {
  readonly statement: Statement
  readonly values: EncodedValue[]
  /** Known to the observer of queries alone. */
  readonly caller: unknown
  resolve(rows: object[]): void
  reject(error: unknown): void
}

/** Calls that are sent as one query. The `_place` of a row, which no column is called, is that of its call in the list, from 1. */
export interface Batch<OneCall extends Call = Call> {
  readonly query: pg.QueryConfig
  readonly calls: readonly OneCall[]
}

/** Makes one query of calls of one statement: the scalar form of a single call, the list form of several. */
export function toBatch<OneCall extends Call>(calls: readonly OneCall[]): Batch<OneCall> {
  const [first] = calls
  if (!first) throw new Error('a batch needs a call')
  const { statement, values } = first
  if (calls.length === 1) return { query: toQuery(statement, values), calls }
  if (!statement.many) throw new Error(`${statement.name || statement.text} has no list form`)
  const lists = values.map((_, i) => arrayLiteral(calls.map((call) => call.values[i])))
  return { query: toQuery(statement.many, lists), calls }
}

/** Gives each call its rows. Rejects them all where a row does not say which call it belongs to. */
export function resolveBatch({ calls, query }: Batch, rows: object[]): void {
  try {
    const answers = calls.length === 1 ? [rows] : rowsByPlace(rows, calls.length)
    for (const [i, call] of calls.entries()) call.resolve(answers[i] ?? [])
  } catch (error) {
    rejectBatch(calls, new Error(`${query.name ?? query.text}: ${error}`))
  }
}

function rowsByPlace(rows: readonly object[], places: number): object[][] {
  const answers = Array.from({ length: places }, (): object[] => [])
  for (const row of rows as readonly { _place?: unknown }[]) {
    const answer = typeof row._place === 'number' ? answers[row._place - 1] : undefined
    if (!answer) throw new Error('a row has no valid place')
    answer.push(row)
  }
  return answers
}

export function rejectBatch(calls: readonly Call[], error: unknown): void {
  for (const call of calls) call.reject(error)
}
