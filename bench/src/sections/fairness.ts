import { setTimeout as sleep } from 'node:timers/promises'
import { Agent } from 'undici'
import { type BenchRun, withServer } from '../bench-run.ts'
import { HUGE_OWNER, SMALL_OWNER } from '../dataset/users.ts'
import type { Server } from '../launch/server-process.ts'
import { type LoadResult, startLoad } from '../load/closed-loop.ts'
import type { HttpRequest } from '../load/http-connection.ts'
import { sendRequest } from '../load/send-request.ts'
import { log } from '../log.ts'
import { operationNamed } from '../operations/operations.ts'
import { tasks } from '../operations/resources.ts'
import { createWorkload, type Workload } from '../operations/workload.ts'
import { atMost, type ReportSection, verdict } from '../report/markdown.ts'
import { formatNumber, median } from '../report/numbers.ts'

/** How many times their p99 without the attack the others may have during it. */
const TARGET = 4
const BYSTANDERS = ['rest-get', 'rest-list', 'rest-update-50', 'rest-create-50']
const BYSTANDER_CONNECTIONS = 4
const ATTACKER_CONNECTIONS = 8
const CALLS_PER_BATCH = 20
const OPERATIONS_PER_BULK = 100
const TURNS = 3

interface Attack {
  title: string
  attacker: number
  procedure: string
  method: 'GET' | 'POST'
  input(): object
}

const ATTACKS: readonly Attack[] = [
  {
    title: `batches of ${CALLS_PER_BATCH} bulks of ${OPERATIONS_PER_BULK} creates`,
    attacker: SMALL_OWNER.user,
    procedure: 'task.bulk',
    method: 'POST',
    input: () => ({
      operations: Array.from({ length: OPERATIONS_PER_BULK }, (_, n) => ({
        type: 'create',
        title: `t ${n}`,
      })),
    }),
  },
  {
    title: `batches of ${CALLS_PER_BATCH} statistics over the most tasks`,
    attacker: HUGE_OWNER,
    procedure: 'task.stats',
    method: 'GET',
    input: () => ({}),
  },
]

/** Measures what others wait for while one user sends as much as the server takes. There is no rate limit. */
export async function measureFairness(run: BenchRun): Promise<ReportSection> {
  const { seconds } = run.options
  const rows: string[][] = []
  let isInvalid = false
  for (const attack of ATTACKS) {
    log(`others during ${attack.title}`)
    const { before, during, answered } = await withServer(run, 'tandem', (server) =>
      measureTurns(run, server, attack, seconds),
    )
    // Without a single answer, the wait is longer than the turn.
    const p99 = (results: LoadResult[]) =>
      median(results.map((result) => (result.answers === 0 ? Number.POSITIVE_INFINITY : result.p99)))
    const ratio = p99(during) / p99(before)
    const failures = during.reduce((sum, result) => sum + result.failures, 0)
    isInvalid ||= failures > 0 || answered.wrong > 0
    rows.push([
      attack.title,
      formatNumber(p99(before)),
      formatNumber(p99(during)),
      formatNumber(ratio),
      String(failures),
      String(answered.right),
      ...verdict([atMost(TARGET, ratio)]),
    ])
  }
  return {
    heading: 'Others while one user attacks',
    text: `Tandem without rate limits. One user has ${ATTACKER_CONNECTIONS} connections, each of which sends the next tRPC batch as soon as the last is answered. Others have ${BYSTANDER_CONNECTIONS} connections: gets, lists, updates and creates. Their p99 in ms is the median of ${TURNS} turns of ${seconds} s without the attack and ${TURNS} with it.`,
    columns: [
      'Attack',
      'p99 before',
      'p99 during',
      'Ratio',
      'Errors of others',
      'Batches answered',
      'Target',
      'Met',
    ],
    rows,
    invalid: isInvalid,
  }
}

async function measureTurns(run: BenchRun, server: Server, attack: Attack, seconds: number) {
  const workload = createWorkload({ resource: tasks, ids: run.taskIds, server: 'tandem' })
  const load = startLoad(server.origin, BYSTANDER_CONNECTIONS, bystanderRequests(workload))
  const before: LoadResult[] = []
  const during: LoadResult[] = []
  const answered = { right: 0, wrong: 0 }
  const measure = async (results: LoadResult[]) => {
    load.begin()
    await sleep(seconds * 1000)
    results.push(load.end())
  }
  await sleep(seconds * 1000)
  for (let turn = 0; turn < TURNS; turn++) {
    await measure(before)
    const stop = startAttack(server, attackRequest(workload, attack), answered)
    // Until the attack fills whatever queues there are.
    await sleep(seconds * 250)
    await measure(during)
    await stop()
    await sleep(seconds * 250)
  }
  await load.stop()
  return { before, during, answered }
}

/** Each operation in turn, of the users of the load. */
function bystanderRequests(workload: Workload): () => HttpRequest {
  const nexts = BYSTANDERS.map((name) => operationNamed(name).requests(workload))
  let sent = 0
  return () => {
    const next = nexts[sent++ % nexts.length]
    if (!next) throw new Error('there are no operations')
    return next()
  }
}

/** Sends the request over all connections again and again. Returns a function that hangs up and waits until all have. */
function startAttack(server: Server, request: HttpRequest, answered: { right: number; wrong: number }) {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 })
  let isStopped = false
  const loop = async (): Promise<void> => {
    while (!isStopped) {
      try {
        const { status } = await sendRequest(server.origin, request, agent)
        if (status === request.expectedStatus) answered.right += 1
        else answered.wrong += 1
      } catch (error) {
        if (!isStopped) throw error
      }
    }
  }
  const loops = Promise.all(Array.from({ length: ATTACKER_CONNECTIONS }, loop))
  return async () => {
    isStopped = true
    await agent.destroy()
    await loops
  }
}

function attackRequest(workload: Workload, { attacker, procedure, method, input }: Attack): HttpRequest {
  const inputs = JSON.stringify(
    Object.fromEntries(Array.from({ length: CALLS_PER_BATCH }, (_, n) => [n, input()])),
  )
  const path = `/trpc/${Array(CALLS_PER_BATCH).fill(procedure).join(',')}?batch=1`
  if (method === 'POST') {
    return { method, path, headers: workload.jsonHeaders(attacker), body: inputs, expectedStatus: 200 }
  }
  const query = `&input=${encodeURIComponent(inputs)}`
  return { method, path: path + query, headers: workload.headers(attacker), expectedStatus: 200 }
}
