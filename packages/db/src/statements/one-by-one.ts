import type { Turns } from '../engine/turns.ts'
import type { WritesOf } from './group-commits.ts'
import { type Send, toQuery } from './send.ts'
import type { Run, Statement } from './statement.ts'
import { encodeValues } from './values.ts'

/**
 * Runs every statement in its scalar form and alone, for a database that is sharded by user. A statement with the rows of
 * several users would reach several shards: it would not be atomic, and one lost shard would fail it for all. The writes of an
 * owner take turns, as they would at the owner's counter, so that they wait before they take a connection.
 */
export function oneByOne(send: Send, turns: Turns): { run: Run; writesOf: WritesOf } {
  const run: Run = async <Row extends object>(...[statement, values]: Parameters<Run>) =>
    // The statement declares the type of its rows.
    (await send(toQuery(shardForm(statement), encodeValues(statement, values)))) as Row[]

  const writesOf: WritesOf = (owner) => (statement, values) => turns.take(owner, () => run(statement, values))

  return { run, writesOf }
}

function shardForm({ name, text, onShard = text }: Statement) {
  return { name, text: onShard }
}
