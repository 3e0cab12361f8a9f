import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'undici'
import { FEW, MANY_USER } from '../dataset/dataset.ts'
import { userId } from '../dataset/fill-sql.ts'
import { accessToken } from '../dataset/tokens.ts'
import type { Server } from '../launch/server-process.ts'
import { startLoad } from '../load/closed-loop.ts'
import type { Call } from '../load/http-connection.ts'
import { ask } from '../load/send-request.ts'
import { say } from '../log.ts'
import { type Part, verdict } from '../report/markdown.ts'
import { median, short, spread } from '../report/numbers.ts'
import { type Course, withServer } from '../rows/rounds.ts'

const SORTS = [undefined, 'dueAt', 'title']
/** How much longer a page may take among many tasks. */
const TARGET = 1.3
const DEEP = 10_000
/** The few have no more than this to go through. */
const FEW_DEEP = 500
const TURNS = 5

const PAGES = ['first, with total', 'deep, by cursor'] as const

/** How long one reader waits for a page: of the user with few tasks, and of the one with very many. */
export async function measureDepth(course: Course): Promise<Part> {
  const { many, smoke } = course.options
  const users = [
    { id: userId(FEW.user), deep: FEW_DEEP },
    { id: userId(MANY_USER), deep: DEEP },
  ]
  return withServer(course, 'tandem', async (server) => {
    const rows: string[][] = []
    let failures = 0
    for (const sort of SORTS) {
      say(`pages sorted by ${sort ?? 'default'}`)
      const calls = await Promise.all(users.map((user) => pagesOf(server, user, sort)))
      for (const page of PAGES) {
        const timed = await inTurns(
          server,
          calls.map((pages) => pages[page]),
          smoke ? 0.2 : 1,
        )
        failures += timed.failures
        rows.push([`${sort ?? '-createdAt'}: ${page}`, ...compared(timed.times)])
      }
    }
    const words = (count: number) => count.toLocaleString('en')
    return {
      heading: 'Pages among many tasks',
      text: `Tandem, one connection, p50 in ms of ${TURNS} turns. Deep is ${FEW_DEEP} tasks deep among the ${words(FEW.tasks)}, ${words(DEEP)} deep among the many.`,
      columns: [
        'GET /tasks?limit=20',
        `${words(FEW.tasks)} tasks`,
        `${words(many)} tasks`,
        'Ratio',
        'Target',
        'Met',
      ],
      rows,
      wrong: failures > 0,
    }
  })
}

/** Each call for some seconds, and all of them several times over. The times are the medians of each turn. */
async function inTurns(server: Server, calls: Call[], seconds: number) {
  const times = calls.map((): number[] => [])
  let failures = 0
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, call] of calls.entries()) {
      const count = await time(server, call, seconds)
      failures += count.failures
      times[i]?.push(count.p50)
    }
  }
  return { times, failures }
}

function compared([few = [], many = []]: number[][]): string[] {
  const ratio = median(many) / median(few)
  return [spread(few), spread(many), short(ratio), ...verdict(`≤ ${TARGET}`, ratio <= TARGET)]
}

async function time(server: Server, call: Call, seconds: number) {
  const load = startLoad(server.origin, 1, () => call)
  await sleep(seconds * 200)
  load.begin()
  await sleep(seconds * 1000)
  const count = load.end()
  await load.stop()
  return count
}

async function pagesOf(server: Server, user: { id: string; deep: number }, sort: string | undefined) {
  const call = (parameters: Record<string, string>): Call => ({
    method: 'GET',
    path: `/api/v1/${user.id}/tasks?${new URLSearchParams({ ...(sort && { sort }), ...parameters })}`,
    headers: { authorization: `Bearer ${accessToken(user.id)}` },
    status: 200,
  })
  const client = new Client(server.origin)
  let cursor: string | undefined
  for (let depth = 0; depth < user.deep; depth += 100) {
    const { status, body } = await ask(
      server.origin,
      call({ limit: '100', ...(cursor && { cursor }) }),
      client,
    )
    const next = (body as { page?: { nextCursor?: string } }).page?.nextCursor
    if (status !== 200 || !next) throw new Error(`no page ${depth} tasks deep: ${JSON.stringify(body)}`)
    cursor = next
  }
  await client.close()
  return {
    'first, with total': call({ limit: '20' }),
    'deep, by cursor': call({ limit: '20', cursor: cursor ?? '' }),
  }
}
