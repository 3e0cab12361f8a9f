import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchRun, withServer } from '../bench-run.ts'
import { startLoad } from '../load/closed-loop.ts'
import { log } from '../log.ts'
import { memory } from '../machine/process-usage.ts'
import { operationNamed } from '../operations/operations.ts'
import { tasks } from '../operations/resources.ts'
import { createWorkload } from '../operations/workload.ts'
import { type ReportSection, verdict } from '../report/markdown.ts'
import { formatNumber, formatPercent, median } from '../report/numbers.ts'
import { CONNECTIONS } from '../rows/measure.ts'

/** How many of a hundred requests are of each operation. */
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
/** 150 MB. */
const MAX_MIB = Math.floor(150e6 / 2 ** 20)
/** Of the median memory, from the second row to the last. */
const MAX_GROWTH = 0.05

interface SoakSample {
  minutes: number
  memory: number
  rate: number
}

/** Runs a mix of operations for a long time, and watches Tandem's memory. */
export async function measureSoak(run: BenchRun): Promise<ReportSection> {
  const { soakSeconds } = run.options
  return withServer(run, 'tandem', async (server) => {
    const load = startLoad(server.origin, CONNECTIONS, mixedRequests(run))
    const samples: SoakSample[] = []
    let failures = 0
    for (let i = 1; i <= SAMPLES; i++) {
      load.begin()
      await sleep((soakSeconds / SAMPLES) * 1000)
      const result = load.end()
      failures += result.failures
      const minutes = (i * soakSeconds) / SAMPLES / 60
      const { now } = memory(server.pid)
      samples.push({ minutes, memory: now, rate: result.answers / result.seconds })
      if (i % (SAMPLES / ROWS) === 0) log(`${formatNumber(minutes)} minutes: ${formatNumber(now)} MiB`)
    }
    await load.stop()

    const rows = summarise(samples)
    const growth = (rows.at(-1)?.memory ?? 0) / (rows[1]?.memory ?? 0) - 1
    const { peak } = memory(server.pid)
    return {
      heading: 'Memory under sustained load',
      text: `Tandem, ${CONNECTIONS} connections, a mix of operations. ${failures} wrong answers.`,
      columns: ['Minutes', 'MiB', 'requests/s', 'Target', 'Met'],
      rows: [
        ...rows.map((row) => [
          formatNumber(row.minutes),
          formatNumber(row.memory),
          formatNumber(row.rate),
          '',
          '',
        ]),
        [
          'growth since the second row',
          `${formatNumber(growth * 100)} %`,
          '',
          ...verdict([{ label: `≤ ${formatPercent(MAX_GROWTH)}`, isMet: growth <= MAX_GROWTH }]),
        ],
        [
          'peak',
          formatNumber(peak),
          '',
          ...verdict([{ label: `≤ ${MAX_MIB} (150 MB)`, isMet: peak <= MAX_MIB }]),
        ],
      ],
      invalid: failures > 0,
    }
  })
}

function mixedRequests(run: BenchRun) {
  const workload = createWorkload({ resource: tasks, ids: run.taskIds, server: 'tandem' })
  const hundred = Object.entries(MIX).flatMap(([name, count]) => {
    const next = operationNamed(name).requests(workload)
    return Array.from({ length: count }, () => next)
  })
  return () => {
    const next = hundred[Math.floor(Math.random() * hundred.length)]
    if (!next) throw new Error('the mix is empty')
    return next()
  }
}

/** The medians of {@link ROWS} equal parts of the time. */
function summarise(samples: readonly SoakSample[]): SoakSample[] {
  const length = SAMPLES / ROWS
  return Array.from({ length: ROWS }, (_, i) => {
    const part = samples.slice(i * length, (i + 1) * length)
    return {
      minutes: part.at(-1)?.minutes ?? 0,
      memory: median(part.map((sample) => sample.memory)),
      rate: median(part.map((sample) => sample.rate)),
    }
  })
}
