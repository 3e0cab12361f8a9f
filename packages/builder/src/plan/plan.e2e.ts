import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { apply } from '../apply/apply.ts'
import type { Spec } from '../spec/spec.ts'
import { actionsOf, createProject, type TestProject } from '../testing/project.ts'
import { jsonOf, planResource } from './plan.ts'

const NOTE: Spec = {
  version: 1,
  name: 'note',
  fields: [
    { name: 'body', type: 'text', required: true },
    { name: 'pinned', type: 'boolean', default: false },
  ],
}
const WITH_RANK: Spec = { ...NOTE, fields: [...NOTE.fields, { name: 'rank', type: 'integer' }] }

// Each plan opens a database and runs the formatter.
vi.setConfig({ testTimeout: 240_000 })

let project: TestProject
beforeEach(() => {
  project = createProject()
})
afterEach(() => project.remove())

const plan = (spec: Spec, source?: string) => planResource(spec, { ...project.options, source })
const gen = async (spec: Spec, source?: string) => {
  const planned = await plan(spec, source)
  await apply(planned, { root: project.root, place: { dataDir: project.dataDir } })
  return planned
}
const schemaFile = 'packages/api/src/note/schema.ts'

describe('a new resource', () => {
  test('is planned without a change to the project, and written as planned', async () => {
    const before = project.tree()
    const steps: string[] = []
    const planned = await planResource(NOTE, { ...project.options, onStep: (step) => steps.push(step) })
    expect(steps).toEqual([
      'Copying the project, and starting a PostgreSQL in memory with its migrations',
      'Writing the files in the copy, and formatting them',
      expect.stringContaining('Trying the migration, and generating'),
    ])
    expect(project.tree()).toEqual(before)
    expect(actionsOf(planned)).toEqual({
      'packages/api/src/core/scopes.ts': 'edit',
      'packages/api/src/note/router.test.ts': 'create',
      'packages/api/src/note/router.ts': 'create',
      [schemaFile]: 'create',
      'packages/api/src/note/table.ts': 'create',
      'packages/api/src/router.ts': 'edit',
      [`prisma/migrations/${planned.migration?.name}/migration.sql`]: 'create',
      'prisma/resources/note.json': 'create',
      'prisma/schema.prisma': 'edit',
    })
    expect(planned.migration).toEqual({
      name: expect.stringMatching(/^\d{14}_add_notes$/),
      sql: expect.stringContaining('CREATE TABLE "notes"'),
    })
    await apply(planned, { root: project.root, place: { dataDir: project.dataDir } })
    for (const { path, after } of planned.changes) expect(project.read(path)).toBe(after)
    expect(JSON.parse(project.read('prisma/resources/note.json'))).toEqual(NOTE)
    // The renderer leaves empty lines, which the formatter removes at both ends.
    expect(project.read(schemaFile)).toBe(
      "export const note = {\n  body: 'text',\n\n  pinned: 'boolean',\n}\n",
    )
  })

  test('is JSON with exactly what was promised, and diffs that Git applies', async () => {
    const planned = await plan(NOTE)
    const json = jsonOf(planned)
    expect(Object.keys(json)).toEqual(['files', 'migration', 'commands', 'spec'])
    expect(json).toMatchObject({
      spec: NOTE,
      migration: planned.migration,
      commands: expect.arrayContaining([expect.stringContaining('vitest run')]),
    })
    const diffs = planned.changes.map(
      ({ path }) => Reflect.get(json, 'files').find((file: { path: string }) => file.path === path).diff,
    )
    project.write('.data/plan.diff', diffs.join(''))
    project.git('apply', '.data/plan.diff')
    for (const { path, after } of planned.changes) expect(project.read(path)).toBe(after)
  })

  test('has a migration after all others, whatever the clock says', async () => {
    const { migration } = await planResource(NOTE, {
      ...project.options,
      now: new Date('2025-01-01T00:00:00Z'),
    })
    expect(migration?.name).toBe('20260101000001_add_notes')
  })

  test('leaves every other byte of what it edits: CRLF and what is not ASCII', async () => {
    const scopes = project
      .read('packages/api/src/core/scopes.ts')
      .replace("'tasks'", "'tasks', // Aufgäben 任务 🐘")
      .replaceAll('\n', '\r\n')
    project.write('packages/api/src/core/scopes.ts', scopes)
    await gen(NOTE)
    expect(project.read('packages/api/src/core/scopes.ts')).toBe(
      scopes.replace('  // more', "  'notes',\r\n  // more"),
    )
  })

  test('is refused with what Prisma still wants, where the migrations lack something already', async () => {
    project.write(
      'prisma/schema.prisma',
      project
        .read('prisma/schema.prisma')
        .replace('@db.Uuid\n\n  @@map("rev', '@db.Uuid\n  extra  Int?\n\n  @@map("rev'),
    )
    const before = project.tree()
    await expect(plan(NOTE)).rejects.toThrow(/also wants:\n.*ADD COLUMN\s+"extra"/)
    expect(project.tree()).toEqual(before)
  })

  test('is refused where a file stands in the way', async () => {
    project.write('prisma/resources/x.txt', '')
    project.write('packages/api/src/notebook/keep.ts', '')
    await expect(plan({ ...NOTE, name: 'notebook' })).rejects.toThrow('the folder packages/api/src/notebook')
  })
})

describe('the same again', () => {
  test('changes nothing, whatever was edited by hand', async () => {
    await gen(NOTE)
    project.write(schemaFile, `${project.read(schemaFile)}// mine\n`)
    expect(actionsOf(await plan(NOTE))).toEqual({})
  })

  test('with another field has a new migration, and keeps what was edited by hand', async () => {
    const { migration: first } = await gen(NOTE)
    project.write(schemaFile, `// mine\n${project.read(schemaFile)}`)
    const planned = await gen(WITH_RANK)
    expect(actionsOf(planned)).toEqual({
      [schemaFile]: 'merge',
      [`prisma/migrations/${planned.migration?.name}/migration.sql`]: 'create',
      'prisma/resources/note.json': 'edit',
      'prisma/schema.prisma': 'edit',
    })
    expect(planned.dirty).toContain(schemaFile)
    expect(planned.migration?.name).toMatch(/_change_notes$/)
    expect(project.read(`prisma/migrations/${first?.name}/migration.sql`)).toBe(first?.sql)
    expect(project.read(schemaFile)).toBe(
      "// mine\nexport const note = {\n  body: 'text',\n\n  pinned: 'boolean',\n\n  rank: 'integer',\n}\n",
    )
    expect(project.read('prisma/schema.prisma')).toContain('rank String?')
  })

  test('marks a conflict, and is refused until somebody resolves it', async () => {
    await gen(NOTE)
    project.write(
      schemaFile,
      project.read(schemaFile).replace("  pinned: 'boolean',\n", "  pinned: 'mine',\n"),
    )
    const other: Spec = {
      ...NOTE,
      fields: [
        { name: 'body', type: 'text', required: true },
        { name: 'rank', type: 'integer' },
      ],
    }
    const planned = await gen(other)
    expect(actionsOf(planned)[schemaFile]).toBe('conflict')
    expect(project.read(schemaFile)).toMatch(
      /<{7} yours\n {2}pinned: 'mine',\n={7}\n {2}rank: 'integer',\n>{7} written now/,
    )
    await expect(plan(WITH_RANK)).rejects.toThrow(`${schemaFile}: has conflicts`)
  })

  test('merges a model that was edited by hand', async () => {
    await gen(NOTE)
    const edited = project
      .read('prisma/schema.prisma')
      .replace('model Note {', 'model Note {\n  /// Whose it is.')
    project.write('prisma/schema.prisma', edited)
    const planned = await gen(WITH_RANK)
    expect(actionsOf(planned)['prisma/schema.prisma']).toBe('merge')
    expect(project.read('prisma/schema.prisma')).toContain('/// Whose it is.')
    expect(project.read('prisma/schema.prisma')).toContain('rank String?')
  })

  test('takes the committed spec, edited in its place', async () => {
    await gen(NOTE)
    project.commit()
    const file = 'prisma/resources/note.json'
    project.write(file, JSON.stringify(WITH_RANK))
    const planned = await gen(WITH_RANK, `${project.root}/${file}`)
    expect(actionsOf(planned)[schemaFile]).toBe('edit')
    // Once more before it is committed: the last commit is not what the files were written from.
    project.write(file, JSON.stringify(NOTE))
    expect(actionsOf(await gen(NOTE, `${project.root}/${file}`))[schemaFile]).toBe('edit')
    expect(project.read(schemaFile)).not.toContain('rank')
  })

  test('does not move to another parent or plural', async () => {
    await gen(NOTE)
    await expect(plan({ ...NOTE, parent: 'task', plural: 'memos' })).rejects.toMatchObject({
      lines: [
        expect.stringContaining('plural: is notes already'),
        expect.stringContaining('parent: is none already'),
      ],
    })
  })
})
