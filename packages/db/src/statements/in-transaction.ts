import type { Prisma } from '../generated/client.ts'
import type { Run, Statement } from './statement.ts'

/** Runs our own statements inside a Prisma transaction, each alone and in its scalar form. */
export type RunIn = (tx: Prisma.TransactionClient) => Run

/** For a database whose scalar form of a statement is that of `textOf`. */
export function inTransaction(textOf: (statement: Statement) => string): RunIn {
  return (tx) => (statement, values) => tx.$queryRawUnsafe(textOf(statement), ...values)
}
