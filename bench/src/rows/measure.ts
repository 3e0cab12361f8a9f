import { setTimeout as sleep } from 'node:timers/promises'
import type { ResourceIds } from '../dataset/resource-ids.ts'
import type { Server, ServerName } from '../launch/server-process.ts'
import { startLoad } from '../load/closed-loop.ts'
import type { Cores } from '../machine/cores.ts'
import { type CoreSeconds, coreSeconds, cpuSeconds, memory } from '../machine/process-usage.ts'
import { type Operation, operations } from '../operations/operations.ts'
import { tasks } from '../operations/resources.ts'
import { createWorkload, type Workload } from '../operations/workload.ts'
import { readListTag } from './check-responses.ts'

export const CONNECTIONS = 16

/**
 * How many times as long a new process is warmed up, with all that is read from it in turn. V8 compiles hot code during the
 * first seconds: on a slow core the processor time of a create fell for 8 s with Tandem, 4 s with the floor and 10 s with
 * the assembled stack. As long as only the first row was sent, the second was measured before its code was compiled.
 */
export const FIRST_WARM_UP = 5

/** One row of one server in one round. */
export interface Sample {
  server: ServerName
  operation: string
  round: number
  /** Calls per second. A batch counts as the calls in it. */
  rate: number
  /** Milliseconds of a request. */
  p50: number
  p99: number
  /** Microseconds of the server's processor time per call. */
  cpu: number
  /** Resident MiB of the server at the end of the row, and its peak up to then. */
  memory: number
  peak: number
  /** Shares of the measured time in which a process was busy, and in which the cores that it may use were. */
  busy: { server: number; serverCores: number | undefined; load: number; loadCores: number | undefined }
  failures: number
}

export interface Timing {
  round: number
  seconds: number
  warmUp: number
  cores: Cores
}

interface Participant {
  server: Server
  workload: Workload
  rows: readonly Operation[]
}

/**
 * Measures each row with one server right after the other, so that a disturbance from outside affects all of them.
 * `names` are the rows wanted; empty for all.
 */
export async function measureServers(
  servers: readonly Server[],
  ids: ResourceIds,
  names: readonly string[],
  timing: Timing,
): Promise<Sample[]> {
  const participants = await Promise.all(servers.map((server) => prepare(server, ids, names)))
  for (const { server, workload, rows } of participants) {
    const sent = rows.map((operation) => ({ operation, workload }))
    await warmUp(server, sent, timing.warmUp * FIRST_WARM_UP)
  }
  const samples: Sample[] = []
  for (const operation of operations) {
    for (const { server, workload, rows } of participants) {
      if (rows.includes(operation)) samples.push(await measure(server, operation, workload, timing))
    }
  }
  return samples
}

/**
 * Sends operations to a new process in turn. Only those that read, where there are any: the others change the data of rows
 * that are measured after them.
 */
export async function warmUp(
  server: Server,
  sent: readonly { operation: Operation; workload: Workload }[],
  seconds: number,
): Promise<void> {
  const reads = sent.filter(({ operation: { kind } }) => kind !== 'update' && kind !== 'create')
  const nexts = (reads.length > 0 ? reads : sent).map(({ operation, workload }) =>
    operation.requests(workload),
  )
  let at = 0
  const load = startLoad(server.origin, CONNECTIONS, () => {
    const next = nexts[at++ % nexts.length]
    if (!next) throw new Error('there is nothing to warm up with')
    return next()
  })
  await sleep(seconds * 1000)
  await load.stop()
}

async function prepare(server: Server, ids: ResourceIds, names: readonly string[]): Promise<Participant> {
  const workload = createWorkload({ resource: tasks, ids, server: server.name })
  workload.listTag = await readListTag(server, workload)
  const rows = rowsOf(server.name, names).filter(
    ({ kind }) => kind !== 'not-modified' || workload.listTag !== undefined,
  )
  return { server, workload, rows }
}

/** The rows of a server, including those that other rows are compared with. */
function rowsOf(server: ServerName, names: readonly string[]): Operation[] {
  const wanted = operations.filter(({ name }) => names.length === 0 || names.includes(name))
  if (server !== 'floor' && server !== 'assembled') return wanted
  const compared = new Set(wanted.map((operation) => operation[server]))
  return operations.filter(({ name }) => compared.has(name))
}

export async function measure(
  server: Server,
  operation: Operation,
  workload: Workload,
  timing: Timing,
): Promise<Sample> {
  const load = startLoad(server.origin, CONNECTIONS, operation.requests(workload))
  await sleep(timing.warmUp * 1000)
  const before = usage(server.pid, timing.cores)
  load.begin()
  await sleep(timing.seconds * 1000)
  const result = load.end()
  const after = usage(server.pid, timing.cores)
  const { now, peak } = memory(server.pid)
  await load.stop()

  const { seconds, answers, failures, p50, p99 } = result
  const used = after.server - before.server
  const calls = answers * operation.batchSize
  return {
    server: server.name,
    operation: operation.name,
    round: timing.round,
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
