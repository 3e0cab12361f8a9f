import type { Turns } from '../engine/turns.ts'
import type { WritesOf } from './group-commits.ts'
import { inTransaction, type RunIn } from './in-transaction.ts'
import { type Send, toQuery } from './send.ts'
import type { Run, Statement } from './statement.ts'
import { encodeValues } from './values.ts'

interface Queues {
  /** Of an owner's writes. */
  transactions: Turns
  /** Of a worker's statements. */
  workers: Turns
}

/**
 * Runs every statement in its scalar form and alone, for a database that is sharded by user. A statement with the rows of
 * several users would reach several shards: it would not be atomic, and one lost shard would fail it for all. The writes of an
 * owner take turns, as they would at the owner's counter, so that they wait before they take a connection.
 */
export function oneByOne(
  send: Send,
  { transactions, workers }: Queues,
): { run: Run; writesOf: WritesOf; runIn: RunIn } {
  const sendAlone: Run = async <Row extends object>(...[statement, values]: Parameters<Run>) =>
    // The statement declares the type of its rows.
    (await send(
      toQuery({ name: statement.name, text: textOnShard(statement) }, encodeValues(statement, values)),
    )) as Row[]

  // Statements about the rows of a user begin with the user.
  const run: Run = (statement, values) => workers.take(String(values[0]), () => sendAlone(statement, values))

  const writesOf: WritesOf = (owner) => (statement, values) =>
    transactions.take(owner, () => sendAlone(statement, values))

  return { run, writesOf, runIn: inTransaction(textOnShard) }
}

const textOnShard = ({ text, onShard = text }: Statement) => onShard
