import { afterAll, describe, expect, test } from 'vitest'
import { isDatabaseUnavailable } from '../../errors.ts'
import { testEngine } from '../../testing/environment.ts'
import { openMigrated } from '../../transfer/copy.fixture.ts'
import { refuseLostCommits } from './lost-commits.ts'

describe.runIf(testEngine === 'postgresql')(
  'on PostgreSQL (skipped: TEST_DATABASE_URL is not set)',
  async () => {
    const { pool, close } = await openMigrated()
    refuseLostCommits(pool)
    afterAll(close)

    /** What Citus says where a worker was lost between a write and its commit. */
    const warn = (text: string) => pool.query(`DO $$ BEGIN RAISE WARNING '${text}'; END $$`)

    test('a query with the warning of a lost commit fails as a lost connection does, and the next one does not', async () => {
      const error = await warn('failed to commit transaction on 10.0.0.3:5432').catch(
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject({ message: 'failed to commit transaction on 10.0.0.3:5432', code: '08006' })
      expect(isDatabaseUnavailable(error)).toBe(true)
      expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    })

    test('other warnings are none of its business', async () => {
      expect(await warn('there is no transaction in progress')).toMatchObject({ command: 'DO' })
    })
  },
)
