import type { Db } from '@tandem/db/types'

/** How many users of one shard are found at a time. The next run finds the others. */
const MAX_USERS = 1_000

/**
 * On a database that is sharded by user: the users who have rows of a table that meet a condition. Undefined on any other, where one
 * statement can be about all users. Shards that cannot be reached are left out, so that a lost one holds up nobody else.
 *
 * @param condition SQL over the table's columns, with no value that comes from a caller
 */
export async function usersOnShards(db: Db, table: string, condition: string): Promise<string[] | undefined> {
  const [found] = await db.$queryRaw<{ isSharded: boolean }[]>`
    SELECT to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL AS "isSharded"`
  if (!found?.isSharded) return undefined
  const [sharded] = await db.$queryRaw<object[]>`
    SELECT FROM pg_catalog.pg_dist_partition WHERE logicalrelid = to_regclass(${table}) AND partmethod = 'h'`
  if (!sharded) return undefined
  const onShard = `SELECT coalesce(json_agg(user_id), '[]')
    FROM (SELECT DISTINCT user_id FROM %s WHERE ${condition} LIMIT ${MAX_USERS}) AS users`
  const shards = await db.$queryRaw<{ users: string }[]>`
    SELECT result AS users FROM run_command_on_shards(${table}::regclass, ${onShard}) WHERE success`
  return shards.flatMap(({ users }) => JSON.parse(users) as string[])
}
