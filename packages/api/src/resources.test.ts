import { tables } from '@tandem/db/tables'
import { expect, test } from 'vitest'
import { column, type ResourceTable } from './resource/table.ts'
import { owned, shared } from './resources.ts'
import { testApi } from './testing/test-api.ts'

/** Tables with an owner that say nothing about the user beyond what is exported. */
const NOT_EXPORTED = ['revisions', 'idempotency_keys', 'file_usage', 'file_removals', 'reminders']

const isResource = (table: (typeof owned)[keyof typeof owned]['table']): table is ResourceTable =>
  'settable' in table
const resources = Object.values(owned)
  .map(({ table }) => table)
  .filter(isResource)
const written = [...resources, ...Object.values(shared)].filter(({ settable }) => settable.length > 0)
const children = resources.flatMap((table) =>
  table.parent?.of.hasTrash
    ? { name: table.name, parent: table.parent.of.name, column: column(table, table.parent.field).name }
    : [],
)

const { db } = await testApi()

async function triggersOf(table: string): Promise<string> {
  const rows = await db.$queryRaw<{ definition: string }[]>`
    SELECT pg_get_triggerdef(oid) AS definition FROM pg_trigger
    WHERE NOT tgisinternal AND tgrelid = ${table}::regclass`
  return rows.map(({ definition }) => definition).join('\n')
}

test('every table with an owner is in the export', () => {
  const exported: string[] = Object.values(owned).map(({ table }) => table.name)
  const missing = Object.values(tables)
    .filter((table) => 'userId' in table.columns)
    .map((table) => table.name)
    .filter((name) => !exported.includes(name) && !NOT_EXPORTED.includes(name))
  expect(missing, 'add a line for each to `owned` in packages/api/src/resources.ts').toEqual([])
})

test.each(written)('the database keeps version and times of $name', async ({ name, columns }) => {
  const computed = Object.values(columns).filter(({ isComputed }) => isComputed)
  const call = `keep_row(${computed.map((column) => `'${column.name}'`).join(', ')})`
  const hint = `add to the migration: CREATE TRIGGER "${name}_keep" BEFORE INSERT OR UPDATE ON "${name}" FOR EACH ROW EXECUTE FUNCTION ${call};`
  const triggers = (await triggersOf(name)).replace('tasks_keep()', 'keep_row()')
  expect(triggers, hint).toContain(` FOR EACH ROW EXECUTE FUNCTION ${call}`)
  expect(triggers, hint).toContain(' BEFORE INSERT OR UPDATE ON ')
})

test.each(
  [...resources, ...Object.values(shared)].flatMap(({ name, unique }) =>
    Object.keys(unique).map((index) => ({ name, index })),
  ),
)('$index keeps the rows of $name unique', async ({ name, index }) => {
  const found = await db.$queryRaw`
    SELECT FROM pg_index WHERE indisunique AND indrelid = ${name}::regclass AND indexrelid = to_regclass(${index})`
  const hint = `add to the migration: CREATE UNIQUE INDEX "${index}" ON "${name}" (…), over fold_case("…") for a field in \`uniqueIgnoringCase\``
  expect(found, hint).toHaveLength(1)
})

test.each(resources)('rows of $name are deleted with the counter of their user', async ({ name }) => {
  const [key] = await db.$queryRaw<{ definition: string }[]>`
    SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
    WHERE conrelid = ${name}::regclass AND conname = ${`${name}_user_id_fkey`}`
  expect(key?.definition, 'relate the model to `Revision` in prisma/schema.prisma').toMatch(
    /REFERENCES revisions\(user_id\).* ON DELETE CASCADE/,
  )
})

test.each(children)(
  'rows of $name go with the tombstone of their parent',
  async ({ name, parent, column }) => {
    const call = `remove_children('${name}', '${column}', '${parent}')`
    const hint = `add to the migration: CREATE TRIGGER "${name}_remove" AFTER DELETE ON "deleted_${parent}" REFERENCING OLD TABLE AS "gone" FOR EACH STATEMENT EXECUTE FUNCTION ${call};`
    expect(await triggersOf(`deleted_${parent}`), hint).toContain(call)
  },
)
