import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'undici'
import { type BenchRun, withServer } from '../bench-run.ts'
import { accessToken } from '../dataset/tokens.ts'
import { HUGE_OWNER, SMALL_OWNER, userId } from '../dataset/users.ts'
import type { Server } from '../launch/server-process.ts'
import { type LoadResult, startLoad } from '../load/closed-loop.ts'
import type { HttpRequest } from '../load/http-connection.ts'
import { sendRequest } from '../load/send-request.ts'
import { log } from '../log.ts'
import { atMost, type ReportSection, verdict } from '../report/markdown.ts'
import { formatNumber, median, medianAndRange } from '../report/numbers.ts'

const SORTS = [undefined, 'dueAt', 'title']
/** How many times as long a page may take among the most tasks as among few. */
const TARGET = 1.3
/** How many tasks lie before the deep page. */
const DEEP = 10_000
const DEEP_AMONG_FEW = 500
const TURNS = 5
const WARM_UP_SHARE = 0.2

const PAGES = ['first, with total', 'deep, by cursor'] as const

/** Measures how long one reader waits for a page: of the owner of few tasks, and of the owner of the most. */
export async function measurePageDepth(run: BenchRun): Promise<ReportSection> {
  const { hugeCount, smoke } = run.options
  const users = [
    { id: userId(SMALL_OWNER.user), depth: DEEP_AMONG_FEW },
    { id: userId(HUGE_OWNER), depth: DEEP },
  ]
  return withServer(run, 'tandem', async (server) => {
    const rows: string[][] = []
    let failures = 0
    for (const sort of SORTS) {
      log(`pages sorted by ${sort ?? 'default'}`)
      const requests = await Promise.all(users.map((user) => pageRequests(server, user, sort)))
      for (const page of PAGES) {
        const timed = await timeInTurns(
          server,
          requests.map((pages) => pages[page]),
          smoke ? 0.2 : 1,
        )
        failures += timed.failures
        rows.push([`${sort ?? '-createdAt'}: ${page}`, ...compare(timed.times)])
      }
    }
    const count = (value: number) => value.toLocaleString('en')
    return {
      heading: 'Pages among many tasks',
      text: `Tandem, one connection, p50 in ms of ${TURNS} turns. Deep is after ${DEEP_AMONG_FEW} tasks among the ${count(SMALL_OWNER.count)}, and after ${count(DEEP)} among the many.`,
      columns: [
        'GET /tasks?limit=20',
        `${count(SMALL_OWNER.count)} tasks`,
        `${count(hugeCount)} tasks`,
        'Ratio',
        'Target',
        'Met',
      ],
      rows,
      invalid: failures > 0,
    }
  })
}

/** Times each request for some seconds in each turn. The times are the median of each turn. */
async function timeInTurns(server: Server, requests: HttpRequest[], seconds: number) {
  const times = requests.map((): number[] => [])
  let failures = 0
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, request] of requests.entries()) {
      const result = await time(server, request, seconds)
      failures += result.failures
      times[i]?.push(result.p50)
    }
  }
  return { times, failures }
}

function compare([few = [], many = []]: number[][]): string[] {
  const ratio = median(many) / median(few)
  return [medianAndRange(few), medianAndRange(many), formatNumber(ratio), ...verdict([atMost(TARGET, ratio)])]
}

async function time(server: Server, request: HttpRequest, seconds: number): Promise<LoadResult> {
  const load = startLoad(server.origin, 1, () => request)
  await sleep(seconds * WARM_UP_SHARE * 1000)
  load.begin()
  await sleep(seconds * 1000)
  const result = load.end()
  await load.stop()
  return result
}

/** Follows the cursors to the deep page, and returns the requests for it and for the first page. */
async function pageRequests(server: Server, user: { id: string; depth: number }, sort: string | undefined) {
  const page = (parameters: Record<string, string>): HttpRequest => ({
    method: 'GET',
    path: `/api/v1/${user.id}/tasks?${new URLSearchParams({ ...(sort && { sort }), ...parameters })}`,
    headers: { authorization: `Bearer ${accessToken(user.id)}` },
    expectedStatus: 200,
  })
  const client = new Client(server.origin)
  let cursor: string | undefined
  for (let depth = 0; depth < user.depth; depth += 100) {
    const { status, body } = await sendRequest(
      server.origin,
      page({ limit: '100', ...(cursor && { cursor }) }),
      client,
    )
    const next = (body as { page?: { nextCursor?: string } }).page?.nextCursor
    if (status !== 200 || !next) throw new Error(`no page after ${depth} tasks: ${JSON.stringify(body)}`)
    cursor = next
  }
  await client.close()
  return {
    'first, with total': page({ limit: '20' }),
    'deep, by cursor': page({ limit: '20', cursor: cursor ?? '' }),
  }
}
