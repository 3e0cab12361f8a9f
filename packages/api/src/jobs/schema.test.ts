import { readFile } from 'node:fs/promises'
import path from 'node:path'
import PgBoss from 'pg-boss'
import { expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'

const MIGRATION = '../../../../prisma/migrations/20261129090000_job_queue/migration.sql'

/** Without what is only layout, and without the transaction, which migrations have of their own. */
function statements(sql: string): string[] {
  const flat = sql.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ')
  return flat
    .split(';')
    .map((statement) => statement.trim())
    .filter(
      (statement) =>
        statement && !/^(BEGIN|COMMIT|SET LOCAL .*|SELECT pg_advisory_xact_lock.*)$/.test(statement),
    )
}

test('the migration creates what this version of pg-boss would create', async () => {
  const ours = statements(await readFile(path.join(import.meta.dirname, MIGRATION), 'utf8'))
  const theirs = statements(PgBoss.getConstructionPlans())
  // If this fails after an upgrade: see "Jobs" in docs/upgrading.md.
  expect(ours.slice(0, theirs.length)).toEqual(theirs)
})

test('pg-boss finds its own version of the schema in the database', async () => {
  const { db } = await testApi()
  const boss = new PgBoss({
    migrate: false,
    supervise: false,
    schedule: false,
    db: {
      executeSql: async (text) => ({
        rows: await db.$queryRawUnsafe<object[]>(text.replace(/to_regclass\([^)]*\)/, '$&::text')),
      }),
    },
  })
  await boss.start()
  await boss.stop()
})
