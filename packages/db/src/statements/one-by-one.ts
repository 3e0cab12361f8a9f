import type { Turns } from '../engine/turns.ts'
import type { WritesOf } from './group-commits.ts'
import { aloneInTransaction, type RunIn } from './in-transaction.ts'
import { type Send, toQuery } from './send.ts'
import type { Run, Statement } from './statement.ts'
import { encodeValues } from './values.ts'

/**
 * Runs every statement in its scalar form and alone, for a database that is sharded by user. A statement with the rows of
 * several users would reach several shards: it would not be atomic, and one lost shard would fail it for all. The writes of an
 * owner take turns, as they would at the owner's counter, so that they wait before they take a connection.
 */
export function oneByOne(send: Send, transactions: Turns): { run: Run; writesOf: WritesOf; runIn: RunIn } {
  const run: Run = async <Row extends object>(...[statement, values]: Parameters<Run>) => {
    const { name } = statement
    const text = textOnShard(statement)
    // The statement declares the type of its rows.
    return (await send(toQuery({ name, text }, encodeValues(statement, values)))) as Row[]
  }

  const writesOf: WritesOf = (owner) => (statement, values) =>
    transactions.take(owner, () => run(statement, values))

  return { run, writesOf, runIn: aloneInTransaction(textOnShard) }
}

const textOnShard = ({ text, onShard = text }: Statement) => onShard
