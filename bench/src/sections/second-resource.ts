import { isDeepStrictEqual } from 'node:util'
import { type BenchRun, withServer } from '../bench-run.ts'
import { type ResourceIds, readIds } from '../dataset/resource-ids.ts'
import { MEASURED_OWNER } from '../dataset/users.ts'
import type { Server } from '../launch/server-process.ts'
import { sendRequest } from '../load/send-request.ts'
import { log } from '../log.ts'
import { type Operation, operationNamed } from '../operations/operations.ts'
import { notes, tasks } from '../operations/resources.ts'
import { createWorkload, type Workload } from '../operations/workload.ts'
import { atLeast, type ReportSection, verdict } from '../report/markdown.ts'
import { median, medianAndRange } from '../report/numbers.ts'
import { FIGURE_COLUMNS, figures, isDisturbed, ratios } from '../rows/figures.ts'
import { FIRST_WARM_UP, measure, type Sample } from '../rows/measure.ts'

const OPERATIONS = ['rest-get', 'rest-list', 'rest-update', 'rest-create'].map(operationNamed)

/** At least so many times the requests per second of the same operation on tasks. */
const TARGET = 0.9

interface ResourceSample extends Sample {
  resource: 'note' | 'task'
}

/** Compares a second resource with tasks: in one process, one right after the other. */
export async function measureSecondResource(run: BenchRun): Promise<ReportSection> {
  const samples: ResourceSample[] = []
  for (let round = 0; round < run.options.rounds; round++) {
    log(`second resource, round ${round + 1} of ${run.options.rounds}`)
    samples.push(
      ...(await withServer(run, 'tandem-with-notes', async (server, databaseUrl) =>
        measureRound({ run, server, noteIds: await readIds(databaseUrl, notes), round }),
      )),
    )
  }
  return {
    heading: 'A second resource',
    text: 'Tandem with notes, a second resource of as many fields as a task (`servers/notes`).',
    columns: ['Operation', 'Resource', ...FIGURE_COLUMNS, '× task', 'p99 × task', 'Target', 'Met'],
    rows: OPERATIONS.flatMap((operation) => rowsOf(operation, samples)),
    invalid: samples.some(({ failures }) => failures > 0),
  }
}

interface Round {
  run: BenchRun
  server: Server
  noteIds: ResourceIds
  round: number
}

async function measureRound({ run, server, noteIds, round }: Round): Promise<ResourceSample[]> {
  const workloads = {
    note: createWorkload({ resource: notes, ids: noteIds, server: server.name }),
    task: createWorkload({ resource: tasks, ids: run.taskIds, server: server.name }),
  }
  await checkNotes(server, workloads.note)
  const order = round % 2 ? (['task', 'note'] as const) : (['note', 'task'] as const)
  const samples: ResourceSample[] = []
  for (const operation of OPERATIONS) {
    for (const resource of order) {
      const warmUp = run.options.warmUp * (operation === OPERATIONS[0] ? FIRST_WARM_UP : 1)
      const timing = { round, seconds: run.options.seconds, warmUp, cores: run.cores }
      samples.push({ resource, ...(await measure(server, operation, workloads[resource], timing)) })
    }
  }
  return samples
}

/** The load checks only the status. This checks that notes are stored and listed. */
async function checkNotes(server: Server, workload: Workload): Promise<void> {
  const headers = workload.jsonHeaders(MEASURED_OWNER.user)
  const path = workload.collectionPath(MEASURED_OWNER.user)
  const created = await sendRequest(server.origin, {
    method: 'POST',
    path,
    headers,
    body: JSON.stringify(workload.newFields()),
    expectedStatus: 201,
  })
  const list = await sendRequest(server.origin, { method: 'GET', path, headers, expectedStatus: 200 })
  const { data, page } = list.body as { data?: object[]; page?: { totalCount: number } }
  const isRight =
    created.status === 201 &&
    data?.length === 20 &&
    data.some((note) => isDeepStrictEqual(note, created.body)) &&
    page?.totalCount === MEASURED_OWNER.count + 1
  if (!isRight) throw new Error(`wrong notes: ${JSON.stringify([created, list]).slice(0, 1000)}`)
}

function rowsOf(operation: Operation, samples: readonly ResourceSample[]): string[][] {
  const own = samples.filter((sample) => sample.operation === operation.name)
  const note = own.filter(({ resource }) => resource === 'note')
  const task = own.filter(({ resource }) => resource === 'task')
  const rate = ratios(note, task, 'rate')
  const [target, met] = verdict([atLeast(TARGET, median(rate))])
  return [
    [
      operation.title,
      'note',
      ...figures(note),
      medianAndRange(rate),
      medianAndRange(ratios(note, task, 'p99')),
      target,
      [note, task].some(isDisturbed) ? 'disturbed' : met,
    ],
    ['', 'task', ...figures(task), '1', '1', '', ''],
  ]
}
