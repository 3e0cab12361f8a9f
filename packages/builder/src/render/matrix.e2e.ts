import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openTrial } from '@tandem/db/trial'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitOf } from '../explore/git.ts'
import { migrationOf } from '../migration/migration.ts'
import { createScratch, type Scratch } from '../plan/scratch.ts'
import { namesOf } from '../spec/names.ts'
import { type Resource, resourceOf } from '../spec/resource.ts'
import { computedTypes } from '../testing/field-specs.ts'
import { matrix } from '../testing/matrix.ts'
import { render } from './render.ts'
import type { Project, Rendering, Subject, Target } from './rendering.ts'

const root = path.join(import.meta.dirname, '../../../..')

let scratch: Scratch
let subjects: Subject[]
const renderings = new Map<string, Rendering>()
const inScratch = (file: string) => path.join(scratch.folder, file)
const textOf = (file: string) => readFileSync(inScratch(file), 'utf8')

/** Every resource of the matrix, each with those before it to relate to. */
function subjectsOf(): Subject[] {
  const targets = new Map<string, Target>([
    ['task', { names: namesOf('task', 'tasks'), isOwned: true, hasTrash: true }],
  ])
  return matrix.map((spec) => {
    const plural = spec.parent === undefined ? undefined : targets.get(spec.parent)?.names.many
    const resource = resourceOf(spec, plural)
    const types = Object.entries(computedTypes[spec.name] ?? {})
    const project: Project = {
      targets: new Map(targets),
      specs: new Map(matrix.map((one) => [one.name, one])),
      computed: new Map(types.map(([name, type]) => [name, { type }])),
    }
    targets.set(spec.name, targetOf(resource))
    return { resource, project }
  })
}

const targetOf = ({ names, isOwned, parent }: Resource): Target => ({
  names,
  isOwned,
  parent,
  hasTrash: false,
})

beforeAll(async () => {
  const tracked = (await gitOf(root).files()).filter((file) =>
    /^(\.ci|packages|apps|prisma|lint|[^/]+$)/.test(file),
  )
  scratch = await createScratch(root, tracked)
  subjects = subjectsOf()
  for (const { resource, project } of subjects) {
    const rendering = render(resource, project)
    renderings.set(resource.names.one, rendering)
    for (const [file, text] of rendering.files) {
      mkdirSync(path.dirname(inScratch(file)), { recursive: true })
      writeFileSync(inScratch(file), text)
    }
    for (const { path: file, insert } of rendering.splices)
      writeFileSync(inScratch(file), insert(textOf(file)))
  }
  const files = [...renderings.values()].flatMap((rendering) => [...rendering.files.keys()])
  await scratch.run('.', 'biome', 'check', '--write', '--vcs-enabled=false', ...files)
  await scratch.run('packages/db', 'prisma', 'generate')
})

afterAll(() => scratch?.remove())

test('all resources of the matrix together pass the types and the rules of lint', async () => {
  // It compares the router with its committed type, which is generated from it after this.
  rmSync(inScratch('packages/api/src/client.test-d.ts'))
  await scratch.run('packages/api', 'tsc')
  await scratch.run('.', 'biome', 'check', '--error-on-warnings', '--vcs-enabled=false', 'packages/api/src')
}, 240_000)

test('so do their pages, which the app is built with', async () => {
  await scratch.run('packages/api', 'tsx', 'scripts/client-types.ts')
  await scratch.run('apps/web', 'tsc')
  const folders = ['apps/web/src', 'apps/web/e2e']
  await scratch.run('.', 'biome', 'check', '--error-on-warnings', '--vcs-enabled=false', ...folders)
  await scratch.run('apps/web', 'vite', 'build')
}, 240_000)

test('their migrations make the database of the models, and are undone without a trace', async () => {
  const trial = await openTrial(path.join(root, 'prisma/migrations'))
  try {
    const file = path.join(root, 'prisma/schema.prisma')
    const schema = (content: string) => ({ path: file, content })
    const add = subjects.map((subject) => migrationOf(undefined, subject)?.sql ?? '').join('\n')
    expect(
      await trial.apply({ name: '29990101000000_add', sql: add }, schema(textOf('prisma/schema.prisma'))),
    ).toBeNull()
    const drop = subjects
      .toReversed()
      .map((subject) => migrationOf(subject, undefined)?.sql ?? '')
      .join('\n')
    const before = schema(readFileSync(file, 'utf8'))
    expect(await trial.apply({ name: '29990101000001_drop', sql: drop }, before)).toBeNull()
    const left = await trial.query(
      `SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname ~ '^(${subjects.map(({ resource }) => resource.names.table).join('|')})_'`,
    )
    expect(left).toEqual([])
  } finally {
    await trial.close()
  }
})

test('a resource that is the same needs no migration', () => {
  for (const subject of subjects) expect(migrationOf(subject, subject)).toBeNull()
})

test('registers are as they were once all resources are taken back', () => {
  const texts = new Map<string, string>()
  for (const { resource } of subjects.toReversed()) {
    for (const { path: file, remove } of renderings.get(resource.names.one)?.splices.toReversed() ?? [])
      texts.set(file, remove(texts.get(file) ?? textOf(file)))
  }
  for (const [file, text] of texts) expect(text, file).toBe(readFileSync(path.join(root, file), 'utf8'))
})
