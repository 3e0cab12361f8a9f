import { TABLES_ON_EVERY_SERVER, tablesByUser } from '@tandem/db/shards'
import { createRecordedCitus, testCitusUrl } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { afterAll, describe, expect, test } from 'vitest'
import { serve } from '../testing/app.ts'
import { allProcedures } from '../testing/procedures.ts'
import { credentialsFor, send, trpcRequest } from '../testing/requests/requests.ts'

/** Shows for every procedure about rows of their own that Citus sends a user's call to one shard, by its own log. */
const procedures = await allProcedures()
const owned = procedures.filter(
  ({ class: accessClass, type }) => accessClass === 'owner' && type !== 'subscription',
)

/** What calls no table of users. */
const ON_THE_COORDINATOR = ['file.limits']

describe.runIf(testCitusUrl)('on Citus (skipped: TEST_CITUS_URL is not set)', async () => {
  if (!testCitusUrl) return
  const database = await createRecordedCitus()
  const server = await serve(database)
  const ada = await server.signIn()
  afterAll(async () => {
    await server.app.close()
    await database.close()
  })

  const shards = await database.client.$queryRaw<{ id: number; port: number }[]>`
    SELECT shardid::int AS id, nodeport AS port
    FROM unnest(${tablesByUser()}::text[]) AS name
      JOIN pg_dist_placement ON shardid = get_shard_id_for_distribution_column(name::regclass, ${ada.id}::uuid)
      JOIN pg_dist_node USING (groupid)`
  const everywhere = await database.client.$queryRaw<{ id: number }[]>`
    SELECT shardid::int AS id FROM pg_dist_shard
    WHERE logicalrelid = ANY (SELECT name::regclass FROM unnest(${TABLES_ON_EVERY_SERVER}::text[]) AS name)`
  const [{ port } = { port: 0 }] = shards
  const known = new Set([...shards, ...everywhere].map(({ id }) => id))

  /** What a call has Citus send elsewhere than to the shards of its user, and whether it sends anything. */
  async function sentBy(call: () => Promise<unknown>) {
    const before = database.remoteCommands.length
    await call()
    const sent = database.remoteCommands.slice(before)
    const elsewhere = sent.filter(
      (command) =>
        command.port !== port ||
        [...command.text.matchAll(/\b[a-z_]+_(\d{6,})\b/g)].some(([, id]) => !known.has(Number(id))),
    )
    return { hasSent: sent.length > 0, elsewhere }
  }

  test('the tables of a user are on one worker', () => {
    expect(new Set(shards.map((shard) => shard.port))).toEqual(new Set([port]))
    expect(shards).toHaveLength(tablesByUser().length)
  })

  test('what is sent to another worker is seen', async () => {
    const { elsewhere } = await sentBy(() => database.client.task.count())
    expect(elsewhere.some((command) => command.port !== port)).toBe(true)
  })

  test.each(owned)('$path', async (procedure) => {
    const { path, sample, input, more, type } = procedure
    const own = await sample(ada)
    const inputs = [input(own), input(own), ...more(own).map((fields) => ({ ...input(own), ...fields }))]
    for (const [n, one] of inputs.entries()) {
      const request = trpcRequest(procedure, one)
      const headers = {
        ...request.headers,
        ...(n > 0 && type === 'mutation' && { 'idempotency-key': uuidv7() }),
      }
      const { hasSent, elsewhere } = await sentBy(async () =>
        send(server.app, { ...request, headers }, await credentialsFor(procedure, ada)),
      )
      expect(elsewhere).toEqual([])
      if (n === 0) expect(hasSent).toBe(!ON_THE_COORDINATOR.includes(path))
    }
  })
})
