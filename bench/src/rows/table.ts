import { SERVERS, type ServerName } from '../launch/server-process.ts'
import { ASSEMBLED_TARGET, type Operation, operations } from '../operations/operations.ts'
import { type Part, verdict } from '../report/markdown.ts'
import { median, percent, short, spread } from '../report/numbers.ts'
import type { Sample } from './measure.ts'

const COLUMNS = [
  'Operation',
  'Server',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU µs',
  'MiB (peak)',
  'busy: server, load',
  '× floor',
  '× assembled',
  'Target',
  'Met',
]

/** From so much on, the load may be what is measured. */
const LOAD_LIMIT = 0.9

/** So much work of others on a server's core, and requests/s are not its own. */
const DISTURBED = 0.1

/** The main table: a block of rows for each operation, Tandem's first. */
export function tableOf(samples: Sample[], wanted: readonly string[]): Part {
  const of: Of = (server, operation) =>
    samples.filter((sample) => sample.server === server && sample.operation === operation)
  const rows = operations.flatMap((operation) => {
    if (of('tandem', operation.name).length === 0) return missing(operation, wanted)
    const there = SERVERS.filter((server) => of(server, operation.name).length > 0)
    return there.map((server) => row(operation, server, of))
  })
  return { heading: 'Requests', columns: COLUMNS, rows, wrong: samples.some(({ failures }) => failures > 0) }
}

type Of = (server: ServerName, operation: string) => Sample[]

function row(operation: Operation, server: ServerName, of: Of): string[] {
  const own = of(server, operation.name)
  const toFloor = ratios(own, of('floor', operation.floor))
  const head = [server, ...measured(own), server === 'floor' ? '1' : spread(toFloor)]
  if (server !== 'tandem') return ['', ...head, '', '', '']
  const assembled = of('assembled', operation.assembled ?? operation.name)
  const toAssembled = ratios(own, assembled)
  const [target, met] = judged(operation, median(toFloor), median(toAssembled))
  const disturbed = [own, of('floor', operation.floor), assembled].some(isDisturbed)
  return [operation.title, ...head, spread(toAssembled), target, disturbed ? 'disturbed' : met]
}

function measured(samples: Sample[]): string[] {
  const all = (read: (sample: Sample) => number) => median(samples.map(read))
  const failures = samples.reduce((sum, sample) => sum + sample.failures, 0)
  const load = all(({ busy }) => busy.load)
  return [
    failures > 0 ? `INVALID: ${failures} wrong answers` : spread(samples.map(({ rate }) => rate)),
    short(all(({ p50 }) => p50)),
    short(all(({ p99 }) => p99)),
    short(all(({ cpu }) => cpu)),
    `${short(all(({ memory }) => memory))} (${short(Math.max(...samples.map(({ peak }) => peak)))})`,
    [
      share(
        all(({ busy }) => busy.server),
        all(({ busy }) => busy.serverCores ?? Number.NaN),
      ),
      share(
        load,
        all(({ busy }) => busy.loadCores ?? Number.NaN),
      ) + (load > LOAD_LIMIT ? ' (too much)' : ''),
    ].join(', '),
  ]
}

function isDisturbed(samples: Sample[]): boolean {
  return median(samples.map(({ busy }) => (busy.serverCores ?? 0) - busy.server)) > DISTURBED
}

/** A process's share, and in brackets that of its cores: PostgreSQL is on the load's, and nothing else should be anywhere. */
function share(own: number, cores: number): string {
  return Number.isNaN(cores) ? percent(own) : `${percent(own)} (${percent(cores)})`
}

/** Of the same round each: what disturbs a round disturbs both. */
function ratios(own: Sample[], others: Sample[]): number[] {
  return own.flatMap(({ round, rate }) => {
    const other = others.find((sample) => sample.round === round)
    return other ? [rate / other.rate] : []
  })
}

function judged({ target }: Operation, toFloor: number, toAssembled: number): [string, string] {
  const wanted = [...(target === undefined ? [] : [`≥ ${target}`]), `≥ ${ASSEMBLED_TARGET} assembled`]
  const met = (target === undefined || toFloor >= target) && toAssembled >= ASSEMBLED_TARGET
  return verdict(wanted.join(', '), met)
}

/** A row that was to be measured, but that Tandem cannot answer yet. */
function missing({ name, title }: Operation, wanted: readonly string[]): string[][] {
  if (wanted.length > 0 && !wanted.includes(name)) return []
  return [[title, 'tandem', 'not there', ...Array(COLUMNS.length - 3).fill('')]]
}
