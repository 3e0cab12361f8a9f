import { createDb, type Database } from '@tandem/db'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { apply } from '../apply/apply.ts'
import { planResource } from '../plan/plan.ts'
import type { Spec } from '../spec/spec.ts'
import { actionsOf, createProject, type TestProject } from '../testing/project.ts'
import { planUndo } from './undo.ts'

// Each plan opens a database and runs the formatter.
vi.setConfig({ testTimeout: 240_000 })

const NOTE: Spec = { version: 1, name: 'note', fields: [{ name: 'body', type: 'text', required: true }] }
const WITH_RANK: Spec = { ...NOTE, fields: [...NOTE.fields, { name: 'rank', type: 'integer' }] }

let project: TestProject
beforeEach(() => {
  project = createProject()
})
afterEach(() => project.remove())

const place = () => ({ dataDir: project.dataDir })
const gen = async (spec: Spec) => {
  const plan = await planResource(spec, project.options)
  await apply(plan, { root: project.root, place: place() })
  return plan
}
const undo = async (name = 'note') => {
  const plan = await planUndo(name, { ...project.options, place: place() })
  await apply(plan, { root: project.root, place: place() }, true)
  return plan
}

describe('undo', () => {
  test('leaves the tree as it was, byte by byte, also after a change', async () => {
    const before = project.tree()
    await gen(NOTE)
    await gen(WITH_RANK)
    const plan = await undo()
    const removal = { location: `${project.dataDir}/db` }
    expect(plan).toMatchObject({ kept: [], migration: null, reversal: undefined, removal })
    expect(project.tree()).toEqual(before)
  })

  test('answers a committed migration with one that drops, and removes one that is not committed', async () => {
    const { migration: first } = await gen(NOTE)
    project.commit()
    const { migration: second } = await gen(WITH_RANK)
    const plan = await undo()
    expect(plan.migration).toEqual({
      name: expect.stringMatching(/_drop_notes$/),
      sql: 'DROP TABLE "notes";\n',
    })
    expect(actionsOf(plan)).toMatchObject({
      [`prisma/migrations/${second?.name}/migration.sql`]: 'remove',
      [`prisma/migrations/${plan.migration?.name}/migration.sql`]: 'create',
      'packages/api/src/note/schema.ts': 'remove',
    })
    expect(project.read(`prisma/migrations/${first?.name}/migration.sql`)).toBe(first?.sql)
    expect(project.read('prisma/schema.prisma')).not.toContain('Note')
  })

  test('keeps a file that was edited by hand, and with it what it needs', async () => {
    await gen(NOTE)
    const file = 'packages/api/src/note/router.ts'
    project.write(file, `// mine\n${project.read(file)}`)
    const plan = await undo()
    expect(actionsOf(plan)).toEqual({ 'packages/api/src/note/router.test.ts': 'remove' })
    expect(plan.kept).toEqual([
      { path: file },
      { path: 'packages/api/src/note/schema.ts', isNeeded: true },
      { path: 'packages/api/src/note/table.ts', isNeeded: true },
      { path: 'prisma/schema.prisma', isNeeded: true },
      { path: 'packages/api/src/router.ts', isNeeded: true },
      { path: 'packages/api/src/core/scopes.ts', isNeeded: true },
    ])
  })

  test('keeps an edited file alone where it needs nothing', async () => {
    await gen(NOTE)
    const file = 'packages/api/src/note/schema.ts'
    project.write(file, `// mine\n${project.read(file)}`)
    const plan = await undo()
    expect(plan.kept).toEqual([{ path: file }])
    expect(project.read('prisma/schema.prisma')).not.toContain('Note')
    expect(Object.keys(project.tree()).filter((path) => path.includes('note'))).toEqual([file])
  })

  test('takes a page away, and keeps it with all that it needs where it was edited', async () => {
    const before = project.tree()
    await gen({ ...NOTE, page: true })
    await undo()
    expect(project.tree()).toEqual(before)

    await gen({ ...NOTE, page: true })
    const page = 'apps/web/src/resources/note/note-page.tsx'
    project.write(page, `// mine\n${project.read(page)}`)
    const plan = await undo()
    expect(actionsOf(plan)).toEqual({
      'apps/web/e2e/resources/note.e2e.ts': 'remove',
      'packages/api/src/note/router.test.ts': 'remove',
    })
    expect(plan.kept).toContainEqual({ path: page })
    expect(plan.kept).toContainEqual({ path: 'packages/api/src/note/router.ts', isNeeded: true })
    expect(plan.kept).toContainEqual({ path: 'apps/web/src/english/resources/note.ts', isNeeded: true })
  })

  test('keeps the edited words of a page alone', async () => {
    await gen({ ...NOTE, page: true })
    const file = 'apps/web/src/english/resources/note.ts'
    project.write(file, `// mine\n${project.read(file)}`)
    const plan = await undo()
    expect(plan.kept).toEqual([{ path: file }])
    expect(Object.keys(project.tree()).filter((path) => path.includes('note'))).toEqual([file])
  })

  test('answers a migration that was edited by hand, and keeps it', async () => {
    const { migration } = await gen(NOTE)
    const file = `prisma/migrations/${migration?.name}/migration.sql`
    project.write(file, `${migration?.sql}CREATE INDEX "mine" ON "notes" ("body");\n`)
    const plan = await undo()
    expect(plan.kept).toEqual([{ path: file }])
    expect(plan.migration?.sql).toBe('DROP TABLE "notes";\n')
  })

  test('keeps all migrations of a resource where one of several was edited by hand', async () => {
    const first = await gen(NOTE)
    const second = await gen({ ...NOTE, fields: [...NOTE.fields, { name: 'rank', type: 'integer' }] })
    const file = `prisma/migrations/${second.migration?.name}/migration.sql`
    project.write(file, `${second.migration?.sql}CREATE INDEX "mine" ON "notes" ("rank");\n`)
    const plan = await undo()
    expect(plan.kept).toEqual([{ path: file }])
    expect(plan.migration?.sql).toBe('DROP TABLE "notes";\n')
    expect(project.read(`prisma/migrations/${first.migration?.name}/migration.sql`)).toBe(
      first.migration?.sql,
    )
  })

  test('is refused where something depends on the resource', async () => {
    await gen(NOTE)
    await gen({ ...NOTE, name: 'remark', parent: 'note' })
    const before = project.tree()
    await expect(undo()).rejects.toThrow('the resource remark is below note: undo that first')
    project.write(
      'packages/api/src/task/router.ts',
      "import { note } from '../note/schema.ts'\nexport const taskRouter = { note }\n",
    )
    await undo('remark')
    await expect(undo()).rejects.toThrow('packages/api/src/task/router.ts: imports what would go')
    project.write('packages/api/src/task/router.ts', before['packages/api/src/task/router.ts'] ?? '')
    await undo()
    await expect(undo()).rejects.toThrow('note: the builder has made no resource here')
  })
})

describe('in the database that the environment names, undo', () => {
  let db: Database
  const migrated = () => createDb(undefined, { dataDir: project.dataDir, migrate: false })
  const tables = async () => {
    db = await migrated()
    const rows = await db.client.$queryRawUnsafe<{ name: string }[]>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
    )
    const history = await db.client.$queryRawUnsafe<object[]>(
      `SELECT 1 FROM _prisma_migrations WHERE migration_name LIKE '%notes'`,
    )
    await db.close()
    return [...rows.map(({ name }) => name), history.length]
  }

  test('reverses a migration that was applied, and is refused while a server has the database open', async () => {
    const { migration } = await gen(NOTE)
    db = await migrated()
    await db.client.$executeRawUnsafe(
      'CREATE TABLE _prisma_migrations (migration_name text, rolled_back_at timestamptz)',
    )
    await db.client.$executeRawUnsafe(`INSERT INTO _prisma_migrations VALUES ('${migration?.name}', NULL)`)
    await db.client.$executeRawUnsafe(migration?.sql ?? '')
    const before = project.tree()
    await expect(undo()).rejects.toThrow(`is in use by process ${process.pid}`)
    expect(project.tree()).toEqual(before)
    await db.close()
    expect(await tables()).toEqual(['_prisma_migrations', 'notes', 1])
    const plan = await undo()
    expect(plan.reversal).toEqual({ migrations: [migration?.name], sql: 'DROP TABLE "notes";\n' })
    expect(plan.removal).toEqual({ migrations: [migration?.name], location: `${project.dataDir}/db` })
    expect(await tables()).toEqual(['_prisma_migrations', 0])
  })
})
