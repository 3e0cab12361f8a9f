import { afterAll, describe, expect, test } from 'vitest'
import { testEngine } from '../../testing/environment.ts'
import { openMigrated } from '../../transfer/copy.fixture.ts'
import { closeStuckSessions } from './stuck-sessions.ts'

describe.runIf(testEngine === 'postgresql')(
  'on PostgreSQL (skipped: TEST_DATABASE_URL is not set)',
  async () => {
    const { pool, close } = await openMigrated()
    closeStuckSessions(pool)
    afterAll(close)

    const session = async () => (await pool.query('SELECT pg_backend_pid() AS pid')).rows[0].pid

    test('a connection whose statement was cancelled is not used again', async () => {
      const before = await session()
      const cancelled = pool.query("SET statement_timeout = '20ms'; SELECT pg_sleep(60)")
      await expect(cancelled).rejects.toMatchObject({ code: '57014' })
      expect(await session()).not.toBe(before)
    })

    test('one whose statement failed otherwise is', async () => {
      const before = await session()
      await expect(pool.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' })
      expect(await session()).toBe(before)
    })
  },
)
