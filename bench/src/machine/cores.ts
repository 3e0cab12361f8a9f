import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Which processor cores are whose: lists as `taskset -c` takes them. Null where nothing is pinned. */
export interface Cores {
  server: string | null
  others: string | null
  note: string
}

/** The first core is the servers', the others are everybody else's: this process goes there at once. */
export function claimCores(): Cores {
  const all = allowedCores('self')
  const [first, ...rest] = all
  if (first === undefined || rest.length === 0) return unpinned('there is one core only')
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
  } catch {
    return unpinned('there is no taskset')
  }
  const others = rest.join(',')
  pin(process.pid, others)
  return { server: String(first), others, note: `servers on core ${first}, load and PostgreSQL on ${others}` }
}

function unpinned(why: string): Cores {
  return { server: null, others: null, note: `nothing is pinned: ${why}` }
}

/** The command line that runs a program on these cores. */
export function on(cores: string | null, command: string, args: string[]): [string, string[]] {
  return cores === null ? [command, args] : ['taskset', ['-c', cores, command, ...args]]
}

/**
 * Moves a process and its children (PostgreSQL's backends) to these cores; later children inherit them. Returns what
 * moves them back. Throws where that is not allowed.
 */
export function pinFamily(pid: number, cores: string): () => void {
  const before = allowedCores(pid).join(',')
  const move = (where: string) => {
    // The parent first: whoever it starts from now on is there already.
    pin(pid, where)
    for (const child of childrenOf(pid)) {
      try {
        pin(child, where)
      } catch {
        // It has ended meanwhile.
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

/** `0-3,8` of `/proc` as numbers. */
function allowedCores(pid: number | 'self'): number[] {
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number)
    if (from === undefined || to === undefined) return []
    return Array.from({ length: to - from + 1 }, (_, i) => from + i)
  })
}
