import { SERVERS, type ServerName } from '../launch/server-process.ts'
import { ASSEMBLED_TARGET, type Operation, operations } from '../operations/operations.ts'
import { atLeast, atMost, type ReportSection, verdict } from '../report/markdown.ts'
import { median, medianAndRange } from '../report/numbers.ts'
import { FIGURE_COLUMNS, figures, isDisturbed, ratios } from './figures.ts'
import type { Sample } from './measure.ts'

const COLUMNS = [
  'Operation',
  'Server',
  ...FIGURE_COLUMNS,
  '× floor',
  'p99 × floor',
  '× assembled',
  'Target',
  'Met',
]

/** The main table: a block of rows for each operation, Tandem's row first. */
export function tableOf(samples: readonly Sample[], wanted: readonly string[]): ReportSection {
  const samplesOf: SamplesOf = (server, operation) =>
    samples.filter((sample) => sample.server === server && sample.operation === operation)
  const rows = operations.flatMap((operation) => {
    if (samplesOf('tandem', operation.name).length === 0) return missingRow(operation, wanted)
    return SERVERS.filter((server) => samplesOf(server, operation.name).length > 0).map((server) =>
      server === 'tandem' ? tandemRow(operation, samplesOf) : comparedRow(operation, server, samplesOf),
    )
  })
  return {
    heading: 'Requests',
    columns: COLUMNS,
    rows,
    invalid: samples.some(({ failures }) => failures > 0),
  }
}

type SamplesOf = (server: ServerName, operation: string) => Sample[]

function tandemRow(operation: Operation, samplesOf: SamplesOf): string[] {
  const own = samplesOf('tandem', operation.name)
  const floor = samplesOf('floor', operation.floor)
  const assembled = samplesOf('assembled', operation.assembled)
  const rate = ratios(own, floor, 'rate')
  const p99 = ratios(own, floor, 'p99')
  const toAssembled = ratios(own, assembled, 'rate')
  const { targets } = operation
  const [target, met] = verdict([
    ...(targets.rate === undefined ? [] : [atLeast(targets.rate, median(rate))]),
    ...(targets.p99 === undefined ? [] : [atMost(targets.p99, median(p99), 'p99')]),
    atLeast(ASSEMBLED_TARGET, median(toAssembled), 'assembled'),
  ])
  return [
    operation.title,
    'tandem',
    ...figures(own),
    medianAndRange(rate),
    medianAndRange(p99),
    medianAndRange(toAssembled),
    target,
    [own, floor, assembled].some(isDisturbed) ? 'disturbed' : met,
  ]
}

function comparedRow(operation: Operation, server: ServerName, samplesOf: SamplesOf): string[] {
  const own = samplesOf(server, operation.name)
  const floor = samplesOf('floor', operation.floor)
  const toFloor = (['rate', 'p99'] as const).map((figure) =>
    server === 'floor' ? '1' : medianAndRange(ratios(own, floor, figure)),
  )
  return ['', server, ...figures(own), ...toFloor, '', '', '']
}

/** The row of an operation that was to be measured, but that Tandem does not have. */
function missingRow({ name, title }: Operation, wanted: readonly string[]): string[][] {
  if (wanted.length > 0 && !wanted.includes(name)) return []
  return [[title, 'tandem', 'missing', ...Array(COLUMNS.length - 3).fill('')]]
}
