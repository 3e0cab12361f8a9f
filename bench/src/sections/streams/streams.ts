import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import type { Server } from '../../launch/server-process.ts'
import { ask } from '../../load/send-request.ts'
import { say } from '../../log.ts'
import { memory } from '../../machine/process-usage.ts'
import { createWorld, type World } from '../../operations/workload.ts'
import type { Part } from '../../report/markdown.ts'
import { median, quantile, short } from '../../report/numbers.ts'
import { type Course, withServer } from '../../rows/rounds.ts'
import { type EventStream, openStream } from './event-stream.ts'

const WRITES = 200
const AT_ONCE = 50
/** After this a write has not been heard of. */
const PATIENCE_MS = 10_000
const SETTLE_MS = 2000

/** Many idle streams: what each holds, and how long after the start of a write its reader knows. */
export async function measureStreams(course: Course): Promise<Part> {
  const wanted = course.options.streams
  return withServer(course, 'tandem', async (server) => {
    const world = createWorld(course.ids, 'tandem')
    const { status } = await ask(server.origin, {
      method: 'GET',
      path: world.path(1),
      headers: world.headers(1),
      status: 200,
    })
    if (status !== 200) throw new Error(`the list is answered with ${status}`)
    await sleep(SETTLE_MS)

    const before = memory(server.pid).now
    const { streams, refused } = await openAll(server, world, wanted)
    if (streams.length === 0)
      return part([['GET /tasks/events', `not there: ${[...refused.keys()].join(', ')}`]])
    say(`${streams.length} streams are open`)
    await sleep(SETTLE_MS)
    const after = memory(server.pid).now
    const times = await timeWrites(server, world, streams)
    const lost = times.filter((time) => time === undefined).length
    const heard = times.filter((time) => time !== undefined)
    for (const stream of streams) stream.close()
    return {
      ...part([
        ['streams open', streams.length.toLocaleString('en')],
        ...[...refused].map(([code, count]) => [`answered ${code} instead`, String(count)]),
        ['MiB before', short(before)],
        ['MiB with them', short(after)],
        ['KiB for each', short(((after - before) * 1024) / streams.length)],
        ['from write to reader, median ms', short(median(heard))],
        ['from write to reader, p99 ms', short(quantile(heard, 0.99))],
        ['events that never came', `${lost} of ${WRITES}`],
      ]),
      wrong: lost > 0 || refused.size > 0,
    }
  })
}

function part(rows: string[][]): Part {
  return {
    heading: 'Live streams',
    text: 'Tandem. Idle readers of `GET /tasks/events`, spread over 50 users, and one write after another.',
    columns: ['What', 'Measured'],
    rows,
  }
}

async function openAll(server: Server, world: World, wanted: number) {
  const streams: EventStream[] = []
  const refused = new Map<number, number>()
  for (let i = 0; i < wanted; i += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, wanted - i) }, (_, k) => 1 + ((i + k) % world.users))
    const opened = await Promise.all(
      some.map((user) => openStream(`${server.origin}${world.path(user)}/events`, world.headers(user), user)),
    )
    for (const stream of opened) {
      if (typeof stream === 'number') refused.set(stream, (refused.get(stream) ?? 0) + 1)
      else streams.push(stream)
    }
    // Without the endpoint, asking on is of no use.
    if (streams.length === 0) break
  }
  return { streams, refused }
}

/** Milliseconds for each write, or undefined for one whose event did not come. */
async function timeWrites(
  server: Server,
  world: World,
  streams: EventStream[],
): Promise<(number | undefined)[]> {
  const times: (number | undefined)[] = []
  while (times.length < WRITES) {
    const stream = streams[Math.floor(Math.random() * streams.length)]
    if (!stream) break
    const id = uuidv7()
    const controller = new AbortController()
    const arrival = stream.next(id)
    const start = performance.now()
    const { status } = await ask(server.origin, {
      method: 'POST',
      path: world.path(stream.user),
      headers: world.jsonHeaders(stream.user),
      body: JSON.stringify({ id, title: 'Tell everybody' }),
      status: 201,
    })
    if (status !== 201) throw new Error(`a write was answered with ${status}`)
    const patience = sleep(PATIENCE_MS, undefined, { signal: controller.signal }).catch(() => undefined)
    const time = await Promise.race([arrival, patience])
    controller.abort()
    times.push(time === undefined ? undefined : time - start)
  }
  return times
}
