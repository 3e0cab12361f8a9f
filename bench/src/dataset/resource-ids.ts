import { withClient } from '../machine/postgres.ts'
import type { Resource } from '../operations/resources.ts'
import { countsOfLoad, userId, userNumber } from './users.ts'

/** The ids of a resource's rows, by the number of their owner. */
export type ResourceIds = ReadonlyMap<number, readonly string[]>

/** Reads the ids that the users of the load own at first. Throws where there are not as many as there must be. */
export async function readIds(databaseUrl: string, { table }: Resource): Promise<ResourceIds> {
  const counts = countsOfLoad()
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ user_id: string; ids: string[] }>(
      `SELECT user_id, array_agg(id::text ORDER BY id) AS ids FROM ${table}
       WHERE user_id = ANY($1) GROUP BY user_id`,
      [[...counts.keys()].map(userId)],
    ),
  )
  const ids = new Map(rows.map((row) => [userNumber(row.user_id), row.ids]))
  for (const [user, count] of counts) {
    const found = ids.get(user)?.length ?? 0
    if (found !== count) throw new Error(`user ${user} owns ${found} ${table} and not ${count}`)
  }
  return ids
}
