import type { Prisma } from '../generated/client.ts'
import { type Batch, type Call, rejectBatch, resolveBatch } from './batch.ts'
import { mergeWrites } from './merge-writes.ts'
import type { Run, Statement } from './statement.ts'
import { encodeValues } from './values.ts'

/** Runs our own statements inside a Prisma transaction. */
export type RunIn = (tx: Prisma.TransactionClient) => Run

/** Each alone, in the scalar form that `textOf` gives it. */
export function aloneInTransaction(textOf: (statement: Statement) => string): RunIn {
  return (tx) => (statement, values) => tx.$queryRawUnsafe(textOf(statement), ...values)
}

/** The writes of different rows that are called together, before anything is waited for, share a query. */
export function mergedInTransaction(): RunIn {
  return (tx) => {
    let waiting: Call[] = []

    return async <Row extends object>(statement: Statement<Row>, values: readonly unknown[]) => {
      const encoded = encodeValues(statement, values)
      const rows = await new Promise<object[]>((resolve, reject) => {
        if (waiting.length === 0) queueMicrotask(sendWaiting)
        waiting.push({ statement, values: encoded, resolve, reject, caller: undefined })
      })
      // The statement declares the type of its rows.
      return rows as Row[]
    }

    function sendWaiting(): void {
      const batches = mergeWrites(waiting)
      waiting = []
      // Prisma sends one after another.
      for (const batch of batches) void send(batch)
    }

    /** Never rejects. */
    async function send(batch: Batch): Promise<void> {
      const { text, values = [] } = batch.query
      try {
        resolveBatch(batch, await tx.$queryRawUnsafe<object[]>(text, ...values))
      } catch (error) {
        rejectBatch(batch.calls, error)
      }
    }
  }
}
