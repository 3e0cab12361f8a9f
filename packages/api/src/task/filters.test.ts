import { testCitusUrl } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { beforeAll, expect, test } from 'vitest'
import { listStatement } from '../resource/list/list-statement.ts'
import { Values } from '../resource/statement.ts'
import { testApi } from '../testing/test-api.ts'
import { taskFilters } from './filters.ts'
import { listTasksInput } from './schema.ts'
import { taskTable } from './table.ts'

let world: Awaited<ReturnType<typeof testApi>>
let ada: Awaited<ReturnType<typeof world.signIn>>
const projects = Array.from({ length: 20 }, () => uuidv7())

const FILL = `
  INSERT INTO tasks (user_id, id, title, description, project_id)
  SELECT $1::uuid, gen_random_uuid(), 'Call Ada about invoice ' || md5(n::text), 'Note ' || md5('d' || n),
    ($2::uuid[])[n % 40]
  FROM generate_series(1, 1000) AS n`

beforeAll(async () => {
  world = await testApi()
  ada = await world.signIn()
  // Created while the owner had few tasks, so it is not in the trigram indexes.
  await ada.api.task.create({ title: 'From before there were so many' })
  for (const id of projects) await ada.api.project.create({ id, name: id })
  // Pretends that the owner has many tasks, so that new ones are in the trigram indexes.
  await world.db.revision.update({ where: { userId: ada.id }, data: { taskCount: 10_000 } })
  for (let i = 0; i < 4; i++) await world.db.$executeRawUnsafe(FILL, ada.id, projects)
  await world.services.run({ name: '', text: 'ANALYZE tasks' }, [])
})

const literal = (value: unknown) => (Array.isArray(value) ? `'{${value.join()}}'` : `'${value}'`)

/** PostgreSQL's plan for the filters of a query. */
async function plan(query: object): Promise<string> {
  const values = new Values(taskTable)
  const isOwned = `user_id = ${values.as('uuid', ada.id)}`
  const conditions = [
    isOwned,
    ...taskFilters(values, listTasksInput.parse(query), world.clock()).map(({ text }) => text),
  ]
  const explain = `EXPLAIN SELECT id FROM tasks WHERE ${conditions.join(' AND ')}`
  // The plan is for these values, which are in the text: Citus explains no statement with a parameter of an enum.
  const text = explain.replaceAll(/\$(\d+)/g, (_, n) => literal(values.all[n - 1]))
  const rows = await world.db.$queryRawUnsafe<Record<string, string>[]>(text)
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

/** PostgreSQL's plan for a list, made once for any values, as for every statement with a name. */
async function listPlan(query: object): Promise<string> {
  const options = { filters: taskFilters, beside: undefined }
  const asked = { query: listTasksInput.parse(query), scope: { userId: ada.id }, now: world.clock() }
  const rest = { position: undefined, hasTotal: true, isWhole: false }
  const { statement, values } = listStatement(taskTable, options, { ...asked, ...rest })
  expect(statement.name).not.toBe('')
  return world.db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL plan_cache_mode = force_generic_plan`
    await tx.$executeRawUnsafe(`PREPARE listed AS ${statement.text}`)
    const literals = values.map((value) => `'${value}'`).join()
    const rows = await tx.$queryRawUnsafe<Record<string, string>[]>(`EXPLAIN EXECUTE listed(${literals})`)
    await tx.$executeRawUnsafe('DEALLOCATE listed')
    return rows.flatMap(Object.values).join('\n')
  })
}

// Citus makes no plan that is for any values.
test.skipIf(testCitusUrl)(
  'a page of one project comes from its index in order, and its total too',
  async () => {
    const text = await listPlan({ project: projects[0] })
    expect(text).toContain('Index Scan Backward using tasks_user_id_project_id_created_at_id_idx')
    expect(text).toMatch(
      /Only Scan using tasks_user_id_project_id_created_at_id_idx|Bitmap Index Scan on tasks_user_id_project_id_created_at_id_idx/,
    )
    expect(text).not.toContain('Sort')
  },
)

test.skipIf(testCitusUrl).each(['title', '-dueAt', 'priority'])(
  'a page of one project by %s reads no other tasks',
  async (sort) => {
    const text = await listPlan({ project: projects[0], sort })
    expect(text).toContain('tasks_user_id_project_id_created_at_id_idx')
    expect(text).not.toContain('Seq Scan on tasks')
  },
)
