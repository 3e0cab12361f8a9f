import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../load/closed-loop.ts'
import { say } from '../log.ts'
import { memory } from '../machine/process-usage.ts'
import { operations } from '../operations/operations.ts'
import { createWorld } from '../operations/workload.ts'
import { type Part, verdict } from '../report/markdown.ts'
import { median, short } from '../report/numbers.ts'
import { CONNECTIONS } from '../rows/measure.ts'
import { type Course, withServer } from '../rows/rounds.ts'

/** What is asked how often, of a hundred requests. */
const MIX: Record<string, number> = {
  'rest-get': 30,
  'rest-list': 15,
  'rest-401': 2,
  'trpc-get': 13,
  'trpc-list': 10,
  'trpc-batch': 5,
  'rest-update-50': 10,
  'trpc-update': 5,
  'rest-create-50': 10,
}
const SAMPLES = 60
const ROWS = 10
/** MiB: 150 MB, and what counts as growth between the second tenth of the time and the last. */
const MOST = 150e6 / 2 ** 20
const GROWTH = 0.05

/** Everything at once for a long time: does Tandem's memory stay where it was? */
export async function measureSoak(course: Course): Promise<Part> {
  const { soakSeconds } = course.options
  return withServer(course, 'tandem', async (server) => {
    const world = createWorld(course.ids, 'tandem')
    const calls = operations.flatMap((operation) => {
      const next = operation.calls(operation.kind === 'refused' ? world.expired() : world)
      return Array.from({ length: MIX[operation.name] ?? 0 }, () => next)
    })
    const load = startLoad(server.origin, CONNECTIONS, () => {
      const next = calls[Math.floor(Math.random() * calls.length)] ?? calls[0]
      if (!next) throw new Error('nothing to ask')
      return next()
    })
    const samples: { minutes: number; memory: number; rate: number; failures: number }[] = []
    for (let i = 1; i <= SAMPLES; i++) {
      load.begin()
      await sleep((soakSeconds / SAMPLES) * 1000)
      const { answers, failures, seconds } = load.end()
      const minutes = (i * soakSeconds) / SAMPLES / 60
      samples.push({ minutes, memory: memory(server.pid).now, rate: answers / seconds, failures })
      if (i % ROWS === 0) say(`${short(minutes)} minutes: ${short(memory(server.pid).now)} MiB`)
    }
    await load.stop()

    const tenth = SAMPLES / ROWS
    const rows = Array.from({ length: ROWS }, (_, i) => {
      const part = samples.slice(i * tenth, (i + 1) * tenth)
      return {
        minutes: part.at(-1)?.minutes ?? 0,
        memory: median(part.map((sample) => sample.memory)),
        rate: median(part.map((sample) => sample.rate)),
      }
    })
    const growth = (rows.at(-1)?.memory ?? 0) / (rows[1]?.memory ?? 0) - 1
    const { peak } = memory(server.pid)
    const failures = samples.reduce((sum, sample) => sum + sample.failures, 0)
    return {
      heading: 'Memory under sustained load',
      text: `Tandem, ${CONNECTIONS} connections, a mix of everything. ${failures} wrong answers.`,
      columns: ['Minutes', 'MiB', 'requests/s', 'Target', 'Met'],
      rows: [
        ...rows.map((row) => [short(row.minutes), short(row.memory), short(row.rate), '', '']),
        [
          'growth since the second row',
          `${short(growth * 100)} %`,
          '',
          ...verdict(`≤ ${GROWTH * 100} %`, growth <= GROWTH),
        ],
        ['peak', short(peak), '', ...verdict(`< ${Math.floor(MOST)} (150 MB)`, peak < MOST)],
      ],
      wrong: failures > 0,
    }
  })
}
