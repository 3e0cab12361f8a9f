import type { Db } from '@tandem/db/types'

/** How many users of one shard are found at a time. The next run finds the others. */
const MAX_USERS = 1_000

/**
 * On a database that is sharded by user: the users who have rows of a table that meet a condition. Undefined on any other, where one
 * statement can be about all users. A worker that does not answer is left out, so that a lost one holds up nobody else. Each is asked
 * once for all of its shards, because every question to a worker that hangs is waited for.
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
  const ofShard = `(SELECT DISTINCT user_id FROM %s WHERE ${condition} LIMIT ${MAX_USERS})`
  const ofWorker = `SELECT coalesce(json_agg(user_id), '[]') FROM (%s) AS users`
  const workers = await db.$queryRaw<{ users: string }[]>`
    WITH questions AS (
      SELECT nodename, nodeport, format(${ofWorker},
        string_agg(format(${ofShard}, shard_name(logicalrelid, shardid)), ' UNION ALL ')) AS question
      FROM pg_catalog.pg_dist_shard JOIN pg_catalog.pg_dist_placement USING (shardid)
        JOIN pg_catalog.pg_dist_node USING (groupid)
      WHERE logicalrelid = to_regclass(${table}) AND noderole = 'primary'
      GROUP BY nodename, nodeport
    ), all_questions AS (
      SELECT array_agg(nodename::text) AS names, array_agg(nodeport) AS ports, array_agg(question) AS questions FROM questions
    )
    SELECT result AS users FROM all_questions, master_run_on_worker(names, ports, questions, true) WHERE success`
  return workers.flatMap(({ users }) => JSON.parse(users) as string[])
}
