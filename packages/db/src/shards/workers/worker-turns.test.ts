import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { noTurns } from '../../engine/turns.ts'
import { openTestCitus } from '../../testing/test-citus.ts'
import { testCitusUrl } from '../../testing/testing.ts'
import { createWorkerTurns } from './worker-turns.ts'

describe.runIf(testCitusUrl)('on Citus (skipped: TEST_CITUS_URL is not set)', async () => {
  const cluster = testCitusUrl ? await openTestCitus(testCitusUrl) : undefined
  afterAll(() => cluster?.close())

  /** A user whose rows are on each of the workers, by Citus' own word. */
  async function userOfEach(): Promise<string[]> {
    const found = new Map<number, string>()
    while (found.size < 2) {
      const id = randomUUID()
      const { rows } = await (cluster?.pool.query({
        text: `SELECT groupid AS worker FROM pg_dist_placement
          WHERE shardid = get_shard_id_for_distribution_column('revisions', $1::uuid)`,
        values: [id],
      }) ?? { rows: [] })
      found.set(rows[0]?.worker, id)
    }
    return [...found.values()]
  }

  test('a worker that hangs holds its turns only, and what is for another worker or for none runs', async () => {
    if (!cluster) return
    const counts = noTurns()
    const { transactions, calls } = createWorkerTurns(cluster, { concurrent: 2, counts })
    const [ada = '', bob = ''] = await userOfEach()
    const ofAda = { text: 'SELECT FROM tasks WHERE user_id = $1::uuid', values: [ada] }
    await cluster.pool.query(ofAda)
    await expect.poll(() => transactions.take(ada, async () => transactions.isTaken(ada))).toBe(true)
    let end = () => {}
    const hanging = new Promise<void>((resolve) => {
      end = resolve
    })
    const held = [transactions.take(ada, () => hanging), transactions.take(`account ${ada}`, () => hanging)]
    let hasRun = false
    const waiting = cluster.pool.query(ofAda).then(() => {
      hasRun = true
    })
    expect(await transactions.take(bob, async () => 'bob')).toBe('bob')
    expect((await cluster.pool.query({ ...ofAda, values: [bob] })).rows).toEqual([])
    expect(await transactions.take(`job ${ada}`, async () => 'of no user')).toBe('of no user')
    expect(await calls.take(ada, async () => 'calls take their own')).toBe('calls take their own')
    expect({ hasRun, waiting: counts.waiting }).toEqual({ hasRun: false, waiting: 1 })
    end()
    await Promise.all([...held, waiting])
    expect(hasRun).toBe(true)
  })
})
