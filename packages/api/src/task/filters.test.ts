import { beforeAll, expect, test } from 'vitest'
import { Values } from '../resource/statement.ts'
import { testApi } from '../testing/test-api.ts'
import { taskFilters } from './filters.ts'
import { listTasksInput } from './schema.ts'
import { taskTable } from './table.ts'

let world: Awaited<ReturnType<typeof testApi>>
let ada: Awaited<ReturnType<typeof world.signIn>>

const FILL = `
  INSERT INTO tasks (user_id, id, title, description)
  SELECT $1::uuid, gen_random_uuid(), 'Call Ada about invoice ' || md5(n::text), 'Note ' || md5('d' || n)
  FROM generate_series(1, 1000) AS n`

beforeAll(async () => {
  world = await testApi()
  ada = await world.signIn()
  // Created while the owner had few tasks, so it is not in the trigram indexes.
  await ada.api.task.create({ title: 'From before there were so many' })
  // Pretends that the owner has many tasks, so that new ones are in the trigram indexes.
  await world.db.revision.update({ where: { userId: ada.id }, data: { taskCount: 10_000 } })
  for (let i = 0; i < 4; i++) await world.db.$executeRawUnsafe(FILL, ada.id)
  await world.services.run({ name: '', text: 'VACUUM ANALYZE tasks' }, [])
}, 60_000)

/** PostgreSQL's plan for the filters of a query. */
async function plan(query: object): Promise<string> {
  const values = new Values(taskTable)
  const isOwned = `user_id = ${values.as('uuid', ada.id)}`
  const conditions = [
    isOwned,
    ...taskFilters(values, listTasksInput.parse(query), world.clock()).map(({ text }) => text),
  ]
  const explain = `EXPLAIN SELECT id FROM tasks WHERE ${conditions.join(' AND ')}`
  // Unprepared, so that the plan is for these values.
  const rows = await world.db.$queryRawUnsafe<Record<string, string>[]>(explain, ...values.all)
  return rows.flatMap(Object.values).join('\n')
}

test.each([{ q: 'zebra' }, { q: 'zebra crossing', status: 'todo' }])(
  'a search for %j among many tasks uses the trigram indexes',
  async (query) => {
    const text = await plan(query)
    expect(text).toContain('Bitmap Index Scan on tasks_title_idx')
    expect(text).toContain('Bitmap Index Scan on tasks_description_idx')
    expect(text).toContain('Bitmap Index Scan on tasks_user_id_is_indexed_idx')
  },
)

test('a search also finds tasks that are not in the trigram indexes', async () => {
  expect((await ada.api.task.list({ q: 'before so MANY' })).data).toHaveLength(1)
})
