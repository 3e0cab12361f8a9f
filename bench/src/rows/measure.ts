import { setTimeout as sleep } from 'node:timers/promises'
import type { Server, ServerName } from '../launch/server-process.ts'
import { startLoad } from '../load/closed-loop.ts'
import type { Cores } from '../machine/cores.ts'
import { type CoreSeconds, coreSeconds, cpuSeconds, memory } from '../machine/process-usage.ts'
import { type Operation, operations } from '../operations/operations.ts'
import { createWorld, type TaskIds, type World } from '../operations/workload.ts'
import { readListTag } from './check-responses.ts'

export const CONNECTIONS = 16

/**
 * How many times as long the first row is warmed up. A fresh process compiles what runs often, whatever it is asked: on a
 * slow core the processor's time for a create fell for 8 s with Tandem, 4 with the floor and 10 with the assembled stack.
 */
export const FIRST_WARM_UP = 5

/** One row of one server in one round. A batch counts as the calls in it. */
export interface Sample {
  server: ServerName
  operation: string
  round: number
  /** Calls a second. */
  rate: number
  /** Milliseconds for a request. */
  p50: number
  p99: number
  /** Microseconds of the server's processor time for a call. */
  cpu: number
  /** MiB that the server holds at the end of the row, and at most until then. */
  memory: number
  peak: number
  /** Shares of the measured time: how long a process, and the cores that it may use, were busy. */
  busy: { server: number; serverCores: number | undefined; load: number; loadCores: number | undefined }
  failures: number
}

export interface Pace {
  round: number
  seconds: number
  warmUp: number
  /** Names of the rows to measure; empty for all. */
  rows: readonly string[]
  cores: Cores
}

interface Contender {
  server: Server
  world: World
  rows: readonly Operation[]
}

/** Measures each operation with every server that has it: what disturbs the one soon disturbs the others. */
export async function measureServers(
  servers: readonly Server[],
  ids: TaskIds,
  pace: Pace,
): Promise<Sample[]> {
  const contenders = await Promise.all(servers.map((server) => enter(server, ids, pace.rows)))
  const samples: Sample[] = []
  for (const operation of operations) {
    for (const { server, world, rows } of contenders) {
      if (!rows.includes(operation)) continue
      const warmUp = pace.warmUp * (operation === rows[0] ? FIRST_WARM_UP : 1)
      samples.push(await measure(server, operation, world, { ...pace, warmUp }))
    }
  }
  return samples
}

async function enter(server: Server, ids: TaskIds, names: Pace['rows']): Promise<Contender> {
  const world = createWorld(ids, server.name)
  world.listTag = await readListTag(server, world)
  const rows = rowsOf(server.name, names).filter(
    ({ kind }) => kind !== 'unchanged' || world.listTag !== undefined,
  )
  return { server, world, rows }
}

/** The rows in which a server takes part, as itself or to be compared with. */
function rowsOf(server: ServerName, names: readonly string[]): Operation[] {
  const wanted = operations.filter(({ name }) => names.length === 0 || names.includes(name))
  if (server === 'tandem') return wanted
  const compared = new Set(
    wanted.map((operation) =>
      server === 'floor' ? operation.floor : (operation.assembled ?? operation.name),
    ),
  )
  return operations.filter(({ name }) => compared.has(name))
}

async function measure(server: Server, operation: Operation, world: World, pace: Pace): Promise<Sample> {
  const load = startLoad(server.origin, CONNECTIONS, operation.calls(world))
  await sleep(pace.warmUp * 1000)
  const before = usage(server.pid, pace.cores)
  load.begin()
  await sleep(pace.seconds * 1000)
  const count = load.end()
  const after = usage(server.pid, pace.cores)
  const { now, peak } = memory(server.pid)
  await load.stop()

  const { seconds, answers, failures, p50, p99 } = count
  const used = after.server - before.server
  const calls = answers * operation.batch
  return {
    server: server.name,
    operation: operation.name,
    round: pace.round,
    rate: calls / seconds,
    p50,
    p99,
    cpu: (used / calls) * 1e6,
    memory: now,
    peak,
    busy: {
      server: used / seconds,
      serverCores: busyShare(before.serverCores, after.serverCores),
      load: (after.load - before.load) / seconds,
      loadCores: busyShare(before.loadCores, after.loadCores),
    },
    failures,
  }
}

function usage(pid: number, cores: Cores) {
  const { user, system } = process.cpuUsage()
  return {
    server: cpuSeconds(pid),
    serverCores: coreSeconds(cores.server),
    load: (user + system) / 1e6,
    loadCores: coreSeconds(cores.others),
  }
}

function busyShare(before: CoreSeconds | undefined, after: CoreSeconds | undefined): number | undefined {
  return before && after && (after.busy - before.busy) / (after.total - before.total)
}
