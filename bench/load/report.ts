import type { RecordableHistogram } from 'node:perf_hooks'
import { toMarkdown } from '../src/report/markdown.ts'
import { formatNumber } from '../src/report/numbers.ts'
import { newHistogram, type StepResult } from './step.ts'
import { OPERATIONS } from './visit.ts'

const PERCENTILES = [50, 90, 99, 99.9]
const LATENCIES = [...PERCENTILES.map((percentile) => `p${percentile}`), 'max']

/** What a table says of some answers: milliseconds by percentile. */
function latencies(times: RecordableHistogram): string[] {
  const all = [...PERCENTILES.map((percentile) => times.percentile(percentile)), times.max]
  return all.map((microseconds) => formatNumber(times.count === 0 ? Number.NaN : microseconds / 1000))
}

function together({ times }: StepResult): RecordableHistogram {
  const all = newHistogram()
  for (const name of OPERATIONS) all.add(times[name])
  return all
}

/** Whether every request was answered, and with a success. */
export function isClean({ errors, refused }: StepResult): boolean {
  return errors === 0 && Object.keys(refused).length === 0
}

function failures({ errors, refused }: StepResult): string {
  const counts = Object.entries(refused).map(([status, count]) => `${count} × ${status}`)
  return [...counts, ...(errors > 0 ? [`${errors} lost`] : [])].join(', ') || 'none'
}

/** The ramp, and then the last step by kind of request. Latencies are in milliseconds. */
export function reportOf(steps: readonly StepResult[]): string {
  const ramp = steps.map((step) => {
    const all = together(step)
    const rate = formatNumber(all.count / step.seconds)
    return [String(step.users), rate, ...latencies(all), failures(step)]
  })
  const last = steps.at(-1)
  const byOperation = OPERATIONS.map((name) => {
    const times = last?.times[name] ?? newHistogram()
    return [name, String(times.count), ...latencies(times)]
  })
  const tables = [
    {
      heading: 'Ramp',
      text: 'Latencies in ms.',
      columns: ['users', 'requests/s', ...LATENCIES, 'failures'],
      rows: ramp,
    },
    { heading: 'Last step', columns: ['request', 'answers', ...LATENCIES], rows: byOperation },
  ]
  const hint = steps.some(({ refused }) => refused['429'])
    ? '\n429: the server limits the calls of each user (RATE_LIMIT_MAX). A --rate below that limit does not reach it.\n'
    : ''
  return `${tables.map(toMarkdown).join('\n\n')}\n${hint}`
}
