import { readFileSync, writeFileSync } from 'node:fs'

/** Linux reports processor time in this unit to programs, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100
const KIB_PER_MIB = 1024

/** Processor time that a process and its threads have used, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in brackets may itself contain blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Resident memory now and at its peak, in MiB. */
export function memory(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const read = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / KIB_PER_MIB
  return { now: read('VmRSS'), peak: read('VmHWM') }
}

/** Lets the peak begin again, from what is resident now. */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** Seconds since the machine started: how long cores were busy, and how long in total. */
export interface CoreSeconds {
  busy: number
  total: number
}

/** The sum over these cores; undefined where nothing is pinned. */
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
