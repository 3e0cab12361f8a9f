import { isDeepStrictEqual } from 'node:util'
import { type BenchRun, withServer } from '../bench-run.ts'
import { type ResourceIds, readIds } from '../dataset/resource-ids.ts'
import { MEASURED_OWNER } from '../dataset/users.ts'
import type { Server } from '../launch/server-process.ts'
import { sendRequest } from '../load/send-request.ts'
import { log } from '../log.ts'
import { type Operation, operationNamed } from '../operations/operations.ts'
import { projects, type Resource, tasks } from '../operations/resources.ts'
import { restListAfter } from '../operations/rest-requests.ts'
import { createWorkload, type Workload } from '../operations/workload.ts'
import { atLeast, type ReportSection, verdict } from '../report/markdown.ts'
import { median, medianAndRange } from '../report/numbers.ts'
import { FIGURE_COLUMNS, figures, isDisturbed, ratios } from '../rows/figures.ts'
import { FIRST_WARM_UP, measure, type Sample, warmUp } from '../rows/measure.ts'

/** At least so many times the requests per second of the same operation on tasks. */
const TARGET = 0.9

const RESOURCES = [projects, tasks] as const

interface Block {
  title: string
  operation: Operation
  target?: number
}

/** What is measured of both resources. The list after a cursor is made for each server, since it signs the cursor. */
const blocks: readonly Block[] = [
  { title: 'REST get', operation: operationNamed('rest-get'), target: TARGET },
  { title: 'REST list of 20, after a cursor', operation: listAfterCursor(), target: TARGET },
  { title: 'REST list of 20, with total', operation: operationNamed('rest-list') },
  { title: 'REST update', operation: operationNamed('rest-update'), target: TARGET },
  { title: 'REST create', operation: operationNamed('rest-create'), target: TARGET },
]

function listAfterCursor(): Operation {
  const requests = (workload: Workload) => restListAfter(workload, workload.cursor ?? '')
  return { ...operationNamed('rest-list'), name: 'rest-list-after', requests }
}

type Samples = Map<string, Sample[]>

const keyOf = ({ title }: Block, { procedures }: Resource) => `${title} of ${procedures}`

/** Compares a second resource with tasks: in one process, one right after the other. */
export async function measureSecondResource(run: BenchRun): Promise<ReportSection> {
  const samples: Samples = new Map()
  for (let round = 0; round < run.options.rounds; round++) {
    log(`second resource, round ${round + 1} of ${run.options.rounds}`)
    await withServer(run, 'tandem', async (server, databaseUrl) =>
      measureRound(samples, { run, server, projectIds: await readIds(databaseUrl, projects), round }),
    )
  }
  return {
    heading: 'A second resource',
    text: 'Projects, which the builder wrote, and tasks. The total of tasks is kept in a counter; that of projects is counted.',
    columns: ['Operation', 'Resource', ...FIGURE_COLUMNS, '× task', 'p99 × task', 'Target', 'Met'],
    rows: blocks.flatMap((block) => RESOURCES.map((resource) => cells(block, resource, samples))),
    invalid: [...samples.values()].flat().some(({ failures }) => failures > 0),
  }
}

interface Round {
  run: BenchRun
  server: Server
  projectIds: ResourceIds
  round: number
}

async function measureRound(samples: Samples, { run, server, projectIds, round }: Round): Promise<void> {
  const workloads = new Map<Resource, Workload>()
  for (const [resource, ids] of [
    [projects, projectIds],
    [tasks, run.taskIds],
  ] as const) {
    const workload = createWorkload({ resource, ids, server: server.name })
    workload.cursor = await checkLists(server, workload)
    workloads.set(resource, workload)
  }
  const timing = { ...run.options, round, cores: run.cores }
  const sent = blocks.flatMap(({ operation }) =>
    [...workloads.values()].map((workload) => ({ operation, workload })),
  )
  await warmUp(server, sent, timing.warmUp * FIRST_WARM_UP)
  for (const block of blocks) {
    for (const resource of round % 2 ? RESOURCES.toReversed() : RESOURCES) {
      const workload = workloads.get(resource)
      if (!workload) continue
      const sample = await measure(server, block.operation, workload, timing)
      const key = keyOf(block, resource)
      samples.set(key, [...(samples.get(key) ?? []), sample])
    }
  }
}

interface List {
  data?: object[]
  page?: { totalCount: number; nextCursor: string }
}

/** The load checks only the status. This checks that rows are stored, listed and counted. Returns the cursor of a first page. */
async function checkLists(server: Server, workload: Workload): Promise<string> {
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
  const { body } = await sendRequest(server.origin, { method: 'GET', path, headers, expectedStatus: 200 })
  const { data, page } = body as List
  const isRight =
    created.status === 201 &&
    data?.length === 20 &&
    isDeepStrictEqual(data[0], created.body) &&
    page?.totalCount === count + 1
  if (!isRight) throw new Error(`a wrong list: ${JSON.stringify([created, body]).slice(0, 1000)}`)
  return page.nextCursor
}

function cells(block: Block, resource: Resource, samples: Samples): string[] {
  const own = samples.get(keyOf(block, resource)) ?? []
  const title = resource === projects ? block.title : ''
  const head = [title, resource.procedures, ...figures(own)]
  if (resource === tasks) return [...head, '1', '1', '', '']
  const baseline = samples.get(keyOf(block, tasks)) ?? []
  const rate = ratios(own, baseline, 'rate')
  const [target, met] = block.target === undefined ? ['', ''] : verdict([atLeast(block.target, median(rate))])
  return [
    ...head,
    medianAndRange(rate),
    medianAndRange(ratios(own, baseline, 'p99')),
    target,
    met && [own, baseline].some(isDisturbed) ? 'disturbed' : met,
  ]
}
