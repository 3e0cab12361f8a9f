import { cpus, loadavg } from 'node:os'
import { LARGE_OWNER, MEASURED_OWNER, USERS } from '../dataset/users.ts'
import type { Cores } from '../machine/cores.ts'
import type { Postgres } from '../machine/postgres.ts'
import type { Options } from '../options.ts'
import { CONNECTIONS, FIRST_WARM_UP } from '../rows/measure.ts'
import { type ReportSection, toMarkdown } from './markdown.ts'

/** A load average above this at the start means that other work was running. */
const BUSY = 0.5
/** The average over the minute before the start. */
const loadAtStart = loadavg()[0] ?? 0

interface Conditions {
  options: Options
  args: string[]
  cores: Cores
  postgres: Postgres
}

/** The whole report, in the form of `RESULTS.md`. */
export function reportOf(
  sections: readonly ReportSection[],
  { options, args, cores, postgres }: Conditions,
): string {
  const processors = cpus()
  const { rounds, seconds, warmUp, hugeCount } = options
  const introduction = `Measured on ${new Date().toISOString().slice(0, 10)} by \`${['pnpm bench', ...args].join(' ')}\`. How to read it: [README.md](README.md).`
  const count = (value: number) => value.toLocaleString('en')
  const conditions = [
    `- Node ${process.versions.node}, PostgreSQL ${postgres.version}, ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`,
    `- ${cores.note}${cores.others !== null && !postgres.pinned ? '; PostgreSQL is not pinned' : ''}`,
    `- ${CONNECTIONS} connections, ${rounds} rounds of ${seconds} s after ${warmUp.toFixed(1)} s of warm-up (${(warmUp * FIRST_WARM_UP).toFixed(0)} s in a new process); medians, and the range over the rounds`,
    `- ${USERS} users; the measured one has ${count(MEASURED_OWNER.count)} tasks, another ${count(LARGE_OWNER.count)}, another ${count(hugeCount)}`,
  ]
  if (loadAtStart > BUSY) {
    conditions.push(
      `- **other work was running at the start** (load average ${loadAtStart.toFixed(1)}): these figures are not reliable`,
    )
  }
  return `${['# Results', introduction, conditions.join('\n'), ...sections.map(toMarkdown)].join('\n\n')}\n`
}
