import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { type BenchRun, withServer } from '../../bench-run.ts'
import { USERS } from '../../dataset/users.ts'
import type { Server } from '../../launch/server-process.ts'
import { sendRequest } from '../../load/send-request.ts'
import { log } from '../../log.ts'
import { memory } from '../../machine/process-usage.ts'
import { tasks } from '../../operations/resources.ts'
import { createWorkload, type Workload } from '../../operations/workload.ts'
import type { ReportSection } from '../../report/markdown.ts'
import { formatNumber, median, quantile } from '../../report/numbers.ts'
import { type EventStream, openStream } from './event-stream.ts'

const WRITES = 200
const OPENED_AT_ONCE = 50
/** An event that takes longer counts as lost. */
const EVENT_TIMEOUT_MS = 10_000
/** How long the server is left alone before its memory is read. */
const SETTLE_MS = 2000

/** Opens many idle streams, and measures the memory of each and the time from a write to its event. */
export async function measureStreams(run: BenchRun): Promise<ReportSection> {
  const wanted = run.options.streams
  return withServer(run, 'tandem', async (server) => {
    const workload = createWorkload({ resource: tasks, ids: run.taskIds, server: 'tandem' })
    const { status } = await sendRequest(server.origin, {
      method: 'GET',
      path: workload.collectionPath(1),
      headers: workload.headers(1),
      expectedStatus: 200,
    })
    if (status !== 200) throw new Error(`the list is answered with ${status}`)
    await sleep(SETTLE_MS)

    const before = memory(server.pid).now
    const { streams, refused } = await openAll(server, workload, wanted)
    if (streams.length === 0)
      return section([['GET /tasks/events', `missing: ${[...refused.keys()].join(', ')}`]])
    log(`${streams.length} streams are open`)
    await sleep(SETTLE_MS)
    const after = memory(server.pid).now
    const times = await timeWrites(server, workload, streams)
    const received = times.filter((time) => time !== undefined)
    const lost = times.length - received.length
    for (const stream of streams) stream.close()
    return {
      ...section([
        ['streams open', streams.length.toLocaleString('en')],
        ...[...refused].map(([code, count]) => [`answered ${code} instead`, String(count)]),
        ['MiB before', formatNumber(before)],
        ['MiB with them', formatNumber(after)],
        ['KiB for each', formatNumber(((after - before) * 1024) / streams.length)],
        ['from write to event, median ms', formatNumber(median(received))],
        ['from write to event, p99 ms', formatNumber(quantile(received, 0.99))],
        ['events lost', `${lost} of ${WRITES}`],
      ]),
      invalid: lost > 0 || refused.size > 0,
    }
  })
}

function section(rows: string[][]): ReportSection {
  return {
    heading: 'Live streams',
    text: `Tandem. Idle readers of \`GET /tasks/events\`, spread over ${USERS} users, and one write after another.`,
    columns: ['What', 'Measured'],
    rows,
  }
}

async function openAll(server: Server, workload: Workload, wanted: number) {
  const streams: EventStream[] = []
  const refused = new Map<number, number>()
  for (let i = 0; i < wanted; i += OPENED_AT_ONCE) {
    const users = Array.from(
      { length: Math.min(OPENED_AT_ONCE, wanted - i) },
      (_, k) => 1 + ((i + k) % USERS),
    )
    const opened = await Promise.all(
      users.map((user) =>
        openStream(`${server.origin}${workload.collectionPath(user)}/events`, workload.headers(user), user),
      ),
    )
    for (const stream of opened) {
      if (typeof stream === 'number') refused.set(stream, (refused.get(stream) ?? 0) + 1)
      else streams.push(stream)
    }
    // The server has no such endpoint.
    if (streams.length === 0) break
  }
  return { streams, refused }
}

/** Returns the milliseconds from each write to its event, or undefined where the event was lost. */
async function timeWrites(
  server: Server,
  workload: Workload,
  streams: EventStream[],
): Promise<(number | undefined)[]> {
  const times: (number | undefined)[] = []
  while (times.length < WRITES) {
    const stream = streams[Math.floor(Math.random() * streams.length)]
    if (!stream) break
    const id = uuidv7()
    const controller = new AbortController()
    const arrival = stream.waitFor(id)
    const start = performance.now()
    const { status } = await sendRequest(server.origin, {
      method: 'POST',
      path: workload.collectionPath(stream.user),
      headers: workload.jsonHeaders(stream.user),
      body: JSON.stringify({ id, title: 'Tell everybody' }),
      expectedStatus: 201,
    })
    if (status !== 201) throw new Error(`a write was answered with ${status}`)
    const timeout = sleep(EVENT_TIMEOUT_MS, undefined, { signal: controller.signal }).catch(() => undefined)
    const time = await Promise.race([arrival, timeout])
    controller.abort()
    times.push(time === undefined ? undefined : time - start)
  }
  return times
}
