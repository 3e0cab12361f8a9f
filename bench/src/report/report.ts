import { cpus, loadavg } from 'node:os'
import type { Cores } from '../machine/cores.ts'
import type { Postgres } from '../machine/postgres.ts'
import type { Options } from '../options.ts'
import { CONNECTIONS, FIRST_WARM_UP } from '../rows/measure.ts'
import { type Part, toMarkdown } from './markdown.ts'

/** From so much on, somebody else was at work before the bench was. */
const BUSY = 0.5
/** Of the minute before the start. */
const load = loadavg()[0] ?? 0

interface Circumstances {
  options: Options
  args: string[]
  cores: Cores
  postgres: Postgres
}

/** The whole report, as it is kept in `RESULTS.md`. */
export function reportOf(parts: Part[], { options, args, cores, postgres }: Circumstances): string {
  const processors = cpus()
  const { rounds, seconds, warmUp, many } = options
  const head = [
    `Measured on ${new Date().toISOString().slice(0, 10)} by \`${['pnpm bench', ...args].join(' ')}\`. How to read it: [README.md](README.md).`,
    `- Node ${process.versions.node}, PostgreSQL ${postgres.version}, ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`,
    `- ${cores.note}${cores.others !== null && !postgres.pinned ? '; PostgreSQL is not pinned' : ''}`,
    `- ${CONNECTIONS} connections, ${rounds} rounds of ${seconds} s after ${warmUp.toFixed(1)} s of warming up, ${(warmUp * FIRST_WARM_UP).toFixed(0)} s before the first row; medians, and between what they lie`,
    `- 50 users, the one who is measured with 2,000 tasks, one with ${many.toLocaleString('en')}`,
  ]
  if (load > BUSY) {
    head.push(
      `- **the machine was busy before** (load average ${load.toFixed(1)}): do not trust these numbers`,
    )
  }
  const [first, ...facts] = head
  return `${['# Results', first, facts.join('\n'), ...parts.map(toMarkdown)].join('\n\n')}\n`
}
