import { isDeepStrictEqual } from 'node:util'
import { type BenchRun, withServer } from '../bench-run.ts'
import { type ResourceIds, readIds } from '../dataset/resource-ids.ts'
import { MEASURED_OWNER } from '../dataset/users.ts'
import type { Server } from '../launch/server-process.ts'
import { sendRequest } from '../load/send-request.ts'
import { log } from '../log.ts'
import { operationNamed } from '../operations/operations.ts'
import { countedNotes, notes, type Resource, tasks } from '../operations/resources.ts'
import { createWorkload, type Workload } from '../operations/workload.ts'
import { atLeast, type ReportSection, verdict } from '../report/markdown.ts'
import { median, medianAndRange } from '../report/numbers.ts'
import { FIGURE_COLUMNS, figures, isDisturbed, ratios } from '../rows/figures.ts'
import { FIRST_WARM_UP, measure, type Sample } from '../rows/measure.ts'

/** At least so many times the requests per second of the same operation on tasks. */
const TARGET = 0.9

interface Row {
  title: string
  operation: string
  resource: Resource
  target?: number
}

/** Blocks of rows that are compared with the last of them, the task's. */
const BLOCKS: readonly Row[][] = [
  block('REST get', 'rest-get'),
  [
    { title: 'REST list of 20', operation: 'rest-list', resource: notes, target: TARGET },
    { title: 'with total, counted', operation: 'rest-list', resource: countedNotes },
    { title: 'with total, kept', operation: 'rest-list', resource: tasks },
  ],
  block('REST update', 'rest-update'),
  block('REST create', 'rest-create'),
]

function block(title: string, operation: string): Row[] {
  return [
    { title, operation, resource: notes, target: TARGET },
    { title: '', operation, resource: tasks },
  ]
}

type Samples = Map<Row, Sample[]>

/** Compares a second resource with tasks: in one process, one right after the other. */
export async function measureSecondResource(run: BenchRun): Promise<ReportSection> {
  const samples: Samples = new Map()
  for (let round = 0; round < run.options.rounds; round++) {
    log(`second resource, round ${round + 1} of ${run.options.rounds}`)
    await withServer(run, 'tandem-with-notes', async (server, databaseUrl) =>
      measureRound(samples, { run, server, noteIds: await readIds(databaseUrl, notes), round }),
    )
  }
  return {
    heading: 'A second resource',
    text: 'Tandem with notes, a resource on the resource kit with as many fields as a task (`servers/notes`). By default a resource is listed by cursor, without a total. The total of tasks is kept in a counter; another total would be counted.',
    columns: ['Operation', 'Resource', ...FIGURE_COLUMNS, '× task', 'p99 × task', 'Target', 'Met'],
    rows: BLOCKS.flatMap((rows) => rows.map((row) => cells(row, rows.at(-1) ?? row, samples))),
    invalid: [...samples.values()].flat().some(({ failures }) => failures > 0),
  }
}

interface Round {
  run: BenchRun
  server: Server
  noteIds: ResourceIds
  round: number
}

async function measureRound(samples: Samples, { run, server, noteIds, round }: Round): Promise<void> {
  const workloadOf = (resource: Resource) =>
    createWorkload({ resource, ids: resource === tasks ? run.taskIds : noteIds, server: server.name })
  await checkNotes(server, workloadOf(notes), workloadOf(countedNotes))
  const workloads = new Map([notes, countedNotes, tasks].map((resource) => [resource, workloadOf(resource)]))
  for (const rows of BLOCKS) {
    for (const row of round % 2 ? rows.toReversed() : rows) {
      const workload = workloads.get(row.resource) ?? workloadOf(row.resource)
      const warmUp = run.options.warmUp * (rows === BLOCKS[0] ? FIRST_WARM_UP : 1)
      const timing = { round, seconds: run.options.seconds, warmUp, cores: run.cores }
      const sample = await measure(server, operationNamed(row.operation), workload, timing)
      samples.set(row, [...(samples.get(row) ?? []), sample])
    }
  }
}

/** The load checks only the status. This checks that notes are stored, listed and counted. */
async function checkNotes(server: Server, workload: Workload, counted: Workload): Promise<void> {
  const { user, count } = MEASURED_OWNER
  const headers = workload.jsonHeaders(user)
  const path = workload.collectionPath(user)
  const created = await sendRequest(server.origin, {
    method: 'POST',
    path,
    headers,
    body: JSON.stringify(workload.newFields()),
    expectedStatus: 201,
  })
  const lists = await Promise.all(
    [path, counted.collectionPath(user)].map(async (list) => {
      const { body } = await sendRequest(server.origin, {
        method: 'GET',
        path: list,
        headers,
        expectedStatus: 200,
      })
      return body as { data?: object[]; page?: { totalCount?: number } }
    }),
  )
  const isRight =
    created.status === 201 &&
    lists.every(({ data }) => data?.length === 20 && isDeepStrictEqual(data[0], created.body)) &&
    lists[1]?.page?.totalCount === count + 1
  if (!isRight) throw new Error(`wrong notes: ${JSON.stringify([created, lists]).slice(0, 1000)}`)
}

function cells(row: Row, task: Row, samples: Samples): string[] {
  const own = samples.get(row) ?? []
  const head = [row.title, row.resource.procedures, ...figures(own)]
  if (row === task) return [...head, '1', '1', '', '']
  const baseline = samples.get(task) ?? []
  const rate = ratios(own, baseline, 'rate')
  const [target, met] = row.target === undefined ? ['', ''] : verdict([atLeast(row.target, median(rate))])
  return [
    ...head,
    medianAndRange(rate),
    medianAndRange(ratios(own, baseline, 'p99')),
    target,
    met && [own, baseline].some(isDisturbed) ? 'disturbed' : met,
  ]
}
