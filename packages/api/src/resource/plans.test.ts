import { testCitusUrl } from '@tandem/db/testing'
import { expect, test } from 'vitest'
import { taskTable } from '../task/table.ts'
import { testApi } from '../testing/test-api.ts'
import { COUNTER } from './counter.ts'
import { selectRow, updateRow } from './statement.ts'

// A sharded database is sent no statement for several users.
test
  .skipIf(testCitusUrl)
  .each([
    selectRow(taskTable),
    COUNTER,
    updateRow(taskTable, ['title'], false),
    updateRow(taskTable, [], true),
  ])(
  'the plan of $many.name is made once, by index, even where the table is still empty',
  async ({ many }) => {
    const { db } = await testApi()
    const plans = await db.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(`PREPARE listed AS ${many?.text}`)
      const execute = `EXECUTE listed(${Array(many?.types.length).fill("'{NULL}'").join()})`
      for (let i = 0; i < 7; i++) await tx.$executeRawUnsafe(execute)
      const [kept] = await tx.$queryRaw<object[]>`
        SELECT custom_plans::int, generic_plans::int FROM pg_prepared_statements WHERE name = 'listed'`
      const plan = await tx.$queryRawUnsafe(`EXPLAIN ${execute}`)
      await tx.$executeRawUnsafe('DEALLOCATE listed')
      return { ...kept, plan: JSON.stringify(plan) }
    })
    expect(plans).toMatchObject({ custom_plans: 5, generic_plans: 2 })
    expect(plans.plan).toMatch(/Scan (using|on) (tasks|revisions)_pkey/)
  },
)
