import { readFileSync } from 'node:fs'

/** Linux reports processor time in hundredths of a second, whatever its kernel counts in. */
const TICKS_PER_SECOND = 100
const MIB = 1024

/** Processor time that a process and its threads have used, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name before may hold anything, blanks and brackets too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Resident memory now and at its highest, in MiB. */
export function memory(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / MIB
  return { now: read('VmRSS'), peak: read('VmHWM') }
}

/** How long cores have been busy, and busy or idle, since the machine started. */
export interface CoreSeconds {
  busy: number
  total: number
}

/** Of these cores together; undefined where they are nobody's. */
export function coreSeconds(cores: string | null): CoreSeconds | undefined {
  if (cores === null) return undefined
  const wanted = new Set(cores.split(',').map((core) => `cpu${core}`))
  const sum = { busy: 0, total: 0 }
  for (const line of readFileSync('/proc/stat', 'utf8').split('\n')) {
    const [name = '', ...ticks] = line.split(/\s+/)
    if (!wanted.has(name)) continue
    // user nice system idle iowait irq softirq steal
    const times = ticks.slice(0, 8).map(Number)
    const total = times.reduce((a, b) => a + b, 0)
    sum.total += total / TICKS_PER_SECOND
    sum.busy += (total - (times[3] ?? 0) - (times[4] ?? 0)) / TICKS_PER_SECOND
  }
  return sum
}
