import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** How the processor cores are divided. Lists are in the form of `taskset -c`; null where nothing is pinned. */
export interface Cores {
  server: string | null
  others: string | null
  note: string
}

/** Gives the servers the first core and everything else the others. Pins this process at once. */
export function claimCores(): Cores {
  const [first, ...rest] = allowedCores('self')
  if (first === undefined || rest.length === 0) return unpinned('there is only one core')
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
  } catch {
    return unpinned('taskset is missing')
  }
  const others = rest.join(',')
  pin(process.pid, others)
  return { server: String(first), others, note: `servers on core ${first}, load and PostgreSQL on ${others}` }
}

function unpinned(reason: string): Cores {
  return { server: null, others: null, note: `nothing is pinned: ${reason}` }
}

/** The command line that runs a program on these cores. */
export function pinnedCommand(cores: string | null, command: string, args: string[]): [string, string[]] {
  return cores === null ? [command, args] : ['taskset', ['-c', cores, command, ...args]]
}

/**
 * Moves a process and its children to these cores. Children that it starts later inherit them. Returns a function that
 * moves them back. Throws where the system does not allow it.
 */
export function pinFamily(pid: number, cores: string): () => void {
  const before = allowedCores(pid).join(',')
  const move = (to: string) => {
    // The parent first, so that a child started meanwhile is already pinned.
    pin(pid, to)
    for (const child of childrenOf(pid)) {
      try {
        pin(child, to)
      } catch {
        // The child has exited.
      }
    }
  }
  move(cores)
  return () => move(before)
}

function pin(pid: number, cores: string): void {
  execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] })
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number)
}

export function parentOf(pid: number | string): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}

/** The cores that a process may use. `/proc` writes them as `0-3,8`. */
function allowedCores(pid: number | 'self'): number[] {
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number)
    if (from === undefined || to === undefined) return []
    return Array.from({ length: to - from + 1 }, (_, i) => from + i)
  })
}
