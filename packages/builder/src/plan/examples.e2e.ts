import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { describe, expect, test, vi } from 'vitest'
import { renderer } from '../renderer.ts'
import type { Spec } from '../spec/spec.ts'
import { type Plan, planResource } from './plan.ts'

// Each plan copies the project, opens a database with all migrations and runs the formatter.
vi.setConfig({ testTimeout: 240_000 })

const root = path.join(import.meta.dirname, '../../../..')
const specIn = (file: string): Spec => JSON.parse(readFileSync(path.join(root, file), 'utf8'))

/** The plan in this repository. What the generators would write is tried by `.ci/builder`. */
const planned = (spec: Spec) => planResource(spec, { root, renderer, generate: async () => [] })

/** Every file that would be written, read by a parser. */
function expectCode({ changes }: Plan): void {
  for (const { path: file, after } of changes) {
    const lang = /\.(tsx?)$/.exec(file)?.[1]
    if (after !== undefined && (lang === 'ts' || lang === 'tsx'))
      expect(() => parseAst(after, { lang }), file).not.toThrow()
  }
}

describe('in this repository', () => {
  test.each([
    ['packages/builder/examples/simple.json', 'apps/web/src/resources'],
    ['packages/builder/examples/public.json', 'apps/web/src/resources'],
    ['docs/examples/note.json', 'packages/api/src/note'],
  ])('the example %s would be written whole', async (file, folder) => {
    const plan = await planned(specIn(file))
    expect(plan).toMatchObject({ trouble: undefined, kept: [] })
    expect(plan.changes.filter(({ action }) => action === 'conflict')).toEqual([])
    expect(plan.changes.some((change) => change.path.startsWith(`${folder}/`))).toBe(true)
    expect(plan.migration?.sql).toContain('CREATE TABLE')
    expectCode(plan)
  })

  test('tasks would gain fields of every type, in their own table and in the trash', async () => {
    const plan = await planned(specIn('docs/examples/task.json'))
    expect(plan.trouble).toBeUndefined()
    expect(plan.migration?.sql).toMatch(/ALTER TABLE "tasks"[\s\S]*ADD COLUMN\s+"estimate" INTEGER/)
    expect(plan.migration?.sql).toContain('ALTER TABLE "deleted_tasks"')
    const actions = Object.fromEntries(plan.changes.map(({ path: file, action }) => [file, action]))
    expect(actions).toMatchObject({
      'packages/api/src/task/added-fields.ts': 'create',
      'packages/api/src/task/schema.ts': 'edit',
      'packages/api/src/task/table.ts': 'edit',
      'packages/api/src/task/filters.ts': 'edit',
      'prisma/schema.prisma': 'edit',
    })
    expectCode(plan)
  })

  test('projects, which the builder wrote, would gain a field, and what was edited by hand is merged', async () => {
    const spec = specIn('prisma/resources/project.json')
    const fields = [...spec.fields, { name: 'weight', type: 'decimal' } as const]
    const plan = await planned({ ...spec, fields })
    expect(plan.migration?.sql).toContain('ADD COLUMN')
    expect(plan.changes.map(({ path: file }) => file)).toContain('packages/api/src/project/schema.ts')
    expect(plan.changes.filter(({ action }) => action === 'conflict')).toEqual([])
    expectCode(plan)
  })

  test('a field of tasks that is one already is refused, with the place', async () => {
    const spec: Spec = { version: 1, name: 'task', fields: [{ name: 'title', type: 'text' }] }
    await expect(planned(spec)).rejects.toMatchObject({
      lines: [expect.stringContaining('fields[0].name (title): is a field of task already')],
    })
  })
})
