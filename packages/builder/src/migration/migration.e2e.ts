import { readFileSync } from 'node:fs'
import path from 'node:path'
import { openTrial, type Trial } from '@tandem/db/trial'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render } from '../render/render.ts'
import type { Subject } from '../render/rendering.ts'
import { namesOf } from '../spec/names.ts'
import { resourceOf } from '../spec/resource.ts'
import type { FieldSpec, Spec } from '../spec/spec.ts'
import { migrationOf } from './migration.ts'

const root = path.join(import.meta.dirname, '../../../..')
const schemaFile = path.join(root, 'prisma/schema.prisma')

let trial: Trial
beforeAll(async () => {
  trial = await openTrial(path.join(root, 'prisma/migrations'))
})
afterAll(() => trial?.close())

let count = 0

/** A resource of its own for each test, with these fields. */
function subjectOf(name: string, fields: FieldSpec[], more: Partial<Spec> = {}): Subject {
  const computed = new Map(
    fields.filter(({ type }) => type === 'computed').map((field) => [field.name, { type: 'text' }]),
  )
  const shared = { read: 'user', write: 'user' } as const
  const resource = resourceOf({ version: 1, name, fields, access: shared, ...more })
  return { resource, project: { targets: new Map(), specs: new Map(), computed } }
}

/** Migrates, and proves that the database is that of the model. */
async function migrate(before: Subject | undefined, after: Subject | undefined): Promise<void> {
  const subject = after ?? before
  if (!subject) throw new Error('a migration needs a resource')
  let schema = readFileSync(schemaFile, 'utf8')
  if (after) {
    for (const splice of render(after.resource, after.project).splices)
      if (splice.path === 'prisma/schema.prisma') schema = splice.insert(schema)
  }
  const migration = migrationOf(before, after)
  if (!migration) throw new Error('there is nothing to migrate')
  const name = `2999010100${String(count++).padStart(4, '0')}_${migration.name}`
  const drift = await trial.apply({ name, sql: migration.sql }, { path: schemaFile, content: schema })
  expect(drift).toBeNull()
}

const text = (name: string, more: Partial<FieldSpec> = {}): FieldSpec => ({
  name,
  type: 'text',
  max: 50,
  ...more,
})

const STEPS: [string, FieldSpec[], FieldSpec[]][] = [
  ['a field is added', [], [text('a')]],
  ['a required field with a default is added', [], [text('a', { required: true, default: 'x' })]],
  [
    'a field is removed with its index',
    [text('a', { unique: true, sortable: true }), text('b')],
    [text('b')],
  ],
  ['bounds change', [text('a', { min: 1 })], [text('a', { min: 0, max: 60 })]],
  ['a field becomes unique and sorted', [text('a')], [text('a', { unique: true, sortable: true })]],
  [
    'a field is unique whatever its case',
    [text('a', { unique: true })],
    [text('a', { unique: true, ignoreCase: true })],
  ],
  ['a default comes', [text('a')], [text('a', { default: 'b' })]],
  ['a default goes', [text('a', { default: 'b' })], [text('a')]],
  [
    'an enum gains, loses and reorders values',
    [{ name: 'kind', type: 'enum', values: ['a', 'b', 'c'], default: 'a', sortable: true }],
    [
      {
        name: 'kind',
        type: 'enum',
        values: ['d', 'In progress', 'a'],
        default: 'In progress',
        sortable: true,
      },
    ],
  ],
  [
    'an enum becomes a text, and what is computed from it follows',
    [
      { name: 'kind', type: 'enum', values: ['a'] },
      text('t'),
      { name: 'low', type: 'computed', expression: 'lower(t)', sortable: true },
    ],
    [
      text('kind'),
      { name: 't', type: 'text', max: 70 },
      { name: 'low', type: 'computed', expression: "lower(t) || '!'", sortable: true },
    ],
  ],
  [
    'a type changes',
    [{ name: 'n', type: 'integer', default: 5, min: 1 }],
    [{ name: 'n', type: 'decimal', default: '5.5', min: '1' }],
  ],
  [
    'digits change',
    [{ name: 'n', type: 'decimal' }],
    [{ name: 'n', type: 'decimal', precision: 20, scale: 2 }],
  ],
]

test.each(STEPS)('%s, on a table with a row', async (_, before, after) => {
  const name = `thing${count}`
  const [was, is] = [subjectOf(name, before), subjectOf(name, after)]
  await migrate(undefined, was)
  await trial.query(`INSERT INTO ${was.resource.names.table} (id) VALUES (gen_random_uuid())`)
  await migrate(was, is)
  await migrate(is, undefined)
})

test('texts that lists are sorted by, computed ones too, are in the order of people on any database', async () => {
  const low: FieldSpec = { name: 'low', type: 'computed', expression: "a || '!'", sortable: true }
  const plain = subjectOf('sorted', [text('a')])
  const sorted = subjectOf('sorted', [text('a', { sortable: true }), low])
  await migrate(undefined, plain)
  await trial.query("INSERT INTO sorteds (id, a) SELECT gen_random_uuid(), unnest(ARRAY['Z', 'a', 'É', 'B'])")
  await migrate(plain, sorted)
  for (const column of ['a', 'low']) {
    const rows = await trial.query<{ a: string }>(`SELECT a FROM sorteds ORDER BY ${column}`)
    expect(rows.map(({ a }) => a)).toEqual(['a', 'B', 'É', 'Z'])
  }
  await migrate(sorted, plain)
  await migrate(plain, undefined)
})

test.each<[string, FieldSpec[], FieldSpec[], RegExp]>([
  [
    'a required field without a default',
    [],
    [text('a', { required: true })],
    /has rows, which have no value for the new column a/,
  ],
  [
    'a field that becomes required',
    [text('a')],
    [text('a', { required: true })],
    /has rows without a value for a/,
  ],
  [
    'an enum that loses a value in use',
    [{ name: 'kind', type: 'enum', values: ["it's", '$$'], default: "it's" }],
    [{ name: 'kind', type: 'enum', values: ['$$'] }],
    /has rows whose kind is it's, which is no value any more/,
  ],
])(
  '%s is refused in clear words where there are rows, and done where there are none',
  async (_, before, after, message) => {
    const name = `thing${count}`
    const [was, is] = [subjectOf(name, before), subjectOf(name, after)]
    await migrate(undefined, was)
    const { table } = was.resource.names
    await trial.query(`INSERT INTO ${table} (id) VALUES (gen_random_uuid())`)
    const sql = migrationOf(was, is)?.sql ?? ''
    await expect(trial.query(`DO $outer$ BEGIN EXECUTE ${quoted(sql)}; END $outer$`)).rejects.toThrow(message)
    await trial.query(`DELETE FROM ${table}`)
    await migrate(was, is)
    await migrate(is, undefined)
  },
)

const quoted = (sql: string) => `E'${sql.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

test('what would move rows is refused', () => {
  const was = subjectOf('thing', [])
  expect(() => migrationOf(was, subjectOf('thing', [], { plural: 'stuff' }))).toThrow(
    'its table cannot be changed',
  )
  expect(() => migrationOf(was, subjectOf('thing', [], { access: {} }))).toThrow('its key cannot be changed')
})

test('tasks, which were written by hand, gain columns, change them and lose them, and so do deleted ones', async () => {
  const names = namesOf('task', 'tasks')
  const byHand = { fields: [], parameters: [], isInWeb: false }
  const target = { names, isOwned: true, hasTrash: true, byHand }
  const extension = (fields: FieldSpec[]): Subject => ({
    resource: { ...resourceOf({ version: 1, name: 'task', fields }), names, isExtension: true },
    project: { targets: new Map([['task', target]]), specs: new Map(), computed: new Map() },
  })
  const kind = (values: string[], value: string): FieldSpec => ({
    name: 'kind',
    type: 'enum',
    values,
    default: value,
    sortable: true,
  })
  const one = extension([kind(['a', '3d'], '3d'), text('place')])
  const other = extension([kind(['a', 'b', '3d'], 'b'), { name: 'rank', type: 'integer', min: 1 }])
  await migrate(undefined, one)
  const [user] = await trial.query<{ id: string }>(
    `INSERT INTO users (id, email, name, password_hash) VALUES (gen_random_uuid(), 'a@example.com', 'a', '') RETURNING id`,
  )
  await trial.query(
    `INSERT INTO tasks (user_id, id, title, kind, place) VALUES ('${user?.id}', gen_random_uuid(), 't', 'a', 'here')`,
  )
  await trial.query('DELETE FROM tasks')
  expect(await trial.query('SELECT kind, place FROM deleted_tasks')).toEqual([{ kind: 'a', place: 'here' }])
  await migrate(one, other)
  await trial.query(
    `INSERT INTO tasks (user_id, id, title, rank) VALUES ('${user?.id}', gen_random_uuid(), 'u', 2)`,
  )
  await trial.query('DELETE FROM tasks')
  expect(await trial.query('SELECT kind, rank FROM deleted_tasks ORDER BY title')).toEqual([
    { kind: 'a', rank: null },
    { kind: 'b', rank: 2 },
  ])
  await migrate(other, undefined)
  await trial.query('DELETE FROM users')
})
