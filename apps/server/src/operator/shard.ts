import { checkShards, type Moved, type ShardReport, shardDatabase, unshardDatabase } from '@tandem/db/shards'
import { messageOf, StartError } from '../boot/fail-start.ts'
import { placeOf } from '../boot/place.ts'
import { type Command, ExitError, type Given, UsageError } from './command.ts'

export const shardCommand: Command = {
  name: 'db:shard',
  usage: '[--check | --undo] [--shards <count>]',
  summary:
    'shards the tables of users over the workers of a Citus cluster, with all servers stopped. --check says how they are kept and ' +
    'changes nothing; --undo brings them back to one server',
  words: [0, 0],
  options: { check: { type: 'boolean' }, undo: { type: 'boolean' }, shards: { type: 'string' } },
  run: async (given) => {
    const { check, undo, shards } = given.options
    if (check && undo) throw new UsageError('--check and --undo exclude each other')
    if (shards !== undefined && (check || undo)) throw new UsageError('--shards is for sharding only')
    await (check ? report(given) : move(given, { isUndo: undo === true, shardCount: countOf(shards) }))
  },
}

/** More shards than this cost every statement over all users more than any cluster of Tandem gains. */
const MAX_SHARDS = 1_024

function countOf(shards: unknown): number | undefined {
  if (shards === undefined) return undefined
  const count = Number(shards)
  if (!Number.isInteger(count) || count < 1 || count > MAX_SHARDS)
    throw new UsageError(`--shards takes a number from 1 to ${MAX_SHARDS}`)
  return count
}

interface MoveOptions {
  isUndo: boolean
  shardCount: number | undefined
}

async function move({ env, say, note }: Given, { isUndo, shardCount }: MoveOptions): Promise<void> {
  const options = { note: (line: string) => note(`${line}\n`), shardCount }
  const place = placeOf(env)
  const moving = isUndo ? unshardDatabase(place, options) : shardDatabase(place, options)
  const moved = await moving.catch(fail)
  for (const line of linesOf(moved)) say(line)
  say(`${moved.location} is ${isUndo ? 'not sharded any more' : 'sharded by user'}`)
}

function linesOf({ tables }: Moved): string[] {
  return tables.map(({ table, rows }) => `${table}: ${rows} rows, all the same`)
}

async function report({ env, say }: Given): Promise<void> {
  const found = await checkShards(placeOf(env)).catch(fail)
  if (!found.isSharded) {
    say(`${found.location} is not sharded`)
    return
  }
  for (const line of clusterLines(found)) say(line)
  if (found.problems.length > 0) throw new ExitError(found.problems.join('\n'), 1)
  say(`${found.location} is sharded by user`)
}

function clusterLines({ cluster: { version, nodes, kinds } }: ShardReport): string[] {
  const workers = nodes.filter(({ isWorker }) => isWorker).map(({ address }) => address)
  const kept = (kind: string) => [...kinds].flatMap(([name, of]) => (of === kind ? [name] : []))
  return [
    `Citus ${version}, workers: ${workers.join(', ')}`,
    `sharded: ${kept('sharded').join(', ')}`,
    `on every server: ${kept('everywhere').join(', ')}`,
  ]
}

/** Says why without a stack trace: the message is for whoever runs the command. */
function fail(cause: unknown): never {
  throw new StartError(messageOf(cause), { cause })
}
