import { formatNumber, formatPercent, median, medianAndRange } from '../report/numbers.ts'
import type { Sample } from './measure.ts'

export const FIGURE_COLUMNS = [
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU µs',
  'MiB (peak)',
  'busy: server, load',
] as const

/** Above this share, the load's own speed limits requests/s. */
const LOAD_LIMIT = 0.9

/** Above this share of other processes on a server's core, its figures are not reliable. */
const DISTURBED = 0.1

/** One cell for each of {@link FIGURE_COLUMNS}, from the samples of one row of one server. */
export function figures(samples: readonly Sample[]): string[] {
  const medianOf = (read: (sample: Sample) => number) => median(samples.map(read))
  const failures = samples.reduce((sum, sample) => sum + sample.failures, 0)
  const server = medianOf(({ busy }) => busy.server)
  const serverCores = medianOf(({ busy }) => busy.serverCores ?? Number.NaN)
  const load = medianOf(({ busy }) => busy.load)
  const loadCores = medianOf(({ busy }) => busy.loadCores ?? Number.NaN)
  const peak = Math.max(...samples.map((sample) => sample.peak))
  return [
    failures > 0 ? `INVALID: ${failures} wrong answers` : medianAndRange(samples.map(({ rate }) => rate)),
    formatNumber(medianOf(({ p50 }) => p50)),
    formatNumber(medianOf(({ p99 }) => p99)),
    formatNumber(medianOf(({ cpu }) => cpu)),
    `${formatNumber(medianOf((sample) => sample.memory))} (${formatNumber(peak)})`,
    `${busyShares(server, serverCores)}, ${busyShares(load, loadCores)}${load > LOAD_LIMIT ? ' (too much)' : ''}`,
  ]
}

/** The share of a process, and in brackets that of its cores. */
function busyShares(own: number, cores: number): string {
  return Number.isNaN(cores) ? formatPercent(own) : `${formatPercent(own)} (${formatPercent(cores)})`
}

/** Whether other processes used the server's core while it was measured. */
export function isDisturbed(samples: readonly Sample[]): boolean {
  return median(samples.map(({ busy }) => (busy.serverCores ?? 0) - busy.server)) > DISTURBED
}

/** Each sample's figure divided by that of the baseline in the same round, since a disturbance affects both. */
export function ratios(
  samples: readonly Sample[],
  baseline: readonly Sample[],
  figure: 'rate' | 'p99',
): number[] {
  return samples.flatMap((sample) => {
    const other = baseline.find(({ round }) => round === sample.round)
    return other ? [sample[figure] / other[figure]] : []
  })
}
