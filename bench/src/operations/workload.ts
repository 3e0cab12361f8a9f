import { TASKS, USERS } from '../dataset/dataset.ts'
import { userId } from '../dataset/fill-sql.ts'
import { accessToken, expiredToken } from '../dataset/tokens.ts'
import type { ServerName } from '../launch/server-process.ts'
import { withClient } from '../machine/postgres.ts'

/** What there is to ask a server for, and by whom. Users go by number, from 1. */
export interface World {
  users: number
  /** The list's entity tag, where the server gives one. */
  listTag: string | undefined
  path(user: number, task?: string): string
  headers(user: number): Record<string, string>
  jsonHeaders(user: number): Record<string, string>
  /** Another number each time. */
  count(): number
  /** One of the first `users`. */
  user(users: number): number
  /**
   * One user after another, {@link TURN} times each. Of a user who is always the same, a fast server would soon measure
   * another kind of account than a slow one: beyond 10,000 tasks their words are indexed.
   */
  nextUser(): number
  /** The id of one of a user's tasks. */
  task(user: number): string
  /** A user's tRPC input as this server wants it. Default: the first. */
  input(fields: object, user?: number): object
  /** The same, with tokens that have expired. */
  expired(): World
}

const TURN = 1000

/** The ids of every user's tasks, by the user's number. */
export type TaskIds = ReadonlyMap<number, readonly string[]>

export async function readTaskIds(databaseUrl: string): Promise<TaskIds> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ user_id: string; ids: string[] }>(
      `SELECT user_id, array_agg(id::text ORDER BY id) AS ids FROM tasks
       WHERE user_id = ANY($1) GROUP BY user_id`,
      [Array.from({ length: USERS }, (_, i) => userId(i + 1))],
    ),
  )
  const ids = new Map(rows.map((row) => [Number(row.user_id.slice(-12)), row.ids]))
  if (ids.size !== USERS || ids.get(1)?.length !== TASKS) throw new Error('the data is not what it should be')
  return ids
}

/** `random` decides which user and which task comes next: with the same numbers, two servers are asked the same. */
export function createWorld(ids: TaskIds, server: ServerName, random: () => number = Math.random): World {
  const tokens = (sign: (user: string) => string) =>
    Array.from({ length: USERS + 1 }, (_, user) => ({ authorization: `Bearer ${sign(userId(user))}` }))
  let count = 0
  let turns = 0
  const pick = (length: number) => Math.floor(random() * length)

  const world = (headers: { authorization: string }[]): World => {
    const jsonHeaders = headers.map((header) => ({ ...header, 'content-type': 'application/json' }))
    return {
      users: USERS,
      listTag: undefined,
      path: (user, task) => `/api/v1/${userId(user)}/tasks${task === undefined ? '' : `/${task}`}`,
      headers: (user) => headers[user] ?? {},
      jsonHeaders: (user) => jsonHeaders[user] ?? {},
      count: () => {
        count += 1
        return count
      },
      user: (users) => (users === 1 ? 1 : 1 + pick(users)),
      nextUser: () => 1 + (Math.floor(turns++ / TURN) % USERS),
      task: (user) => {
        const all = ids.get(user) ?? []
        return all[pick(all.length)] ?? ''
      },
      // The assembled stack's procedures have the path's parameter in their input; Tandem's take it from the token.
      input: (fields, user = 1) => (server === 'assembled' ? { userId: userId(user), ...fields } : fields),
      expired: () => world(tokens(expiredToken)),
    }
  }
  return world(tokens(accessToken))
}
