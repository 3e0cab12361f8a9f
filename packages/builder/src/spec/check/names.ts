import type { ProjectState } from '../../explore/explore.ts'
import { constants } from '../../render/files/schema.ts'
import type { Issue } from '../issue.ts'
import { capitalized, kebabCase, namesOf } from '../names.ts'
import { BESIDE_CALLS, BESIDE_SCHEMA, OBJECT, PRISMA, ROUTER, TYPESCRIPT } from '../reserved.ts'
import type { Resource } from '../resource.ts'
import { MAX_TABLE } from '../sql-names.ts'

/** Whether the names of a resource are free in every place that they are used in. */
export function checkNames(resource: Resource, project: ProjectState): Issue[] {
  const { one, many } = resource.names
  const issues: Issue[] = [...reserved('name', one), ...(many === one ? [] : reserved('plural', many))]
  const { table } = resource.names
  if (table.length > MAX_TABLE)
    issues.push({
      path: ['plural'],
      message: `its table would be ${table}, and the name of one has at most ${MAX_TABLE} characters`,
    })
  if (issues.length > 0) return issues
  return project.specs.has(one) ? [] : takenNames(resource, project)
}

/** Whose word a name is. */
const OWNERS: readonly [string, ReadonlySet<string>][] = [
  ['TypeScript', TYPESCRIPT],
  ['JavaScript', OBJECT],
  ['tRPC', ROUTER],
]

function reserved(key: 'name' | 'plural', name: string): Issue[] {
  const isModel = key === 'name' && PRISMA.has(capitalized(name))
  const beside = key === 'name' ? BESIDE_SCHEMA : BESIDE_CALLS
  const found = [...OWNERS, ['the files that would be written', beside] as const].find(([, of]) =>
    of.has(name),
  )
  const owner = isModel ? 'Prisma' : found?.[0]
  if (!owner) return []
  const suggestion = key === 'name' ? `${name}Item` : `${name}Items`
  return [{ path: [key], message: `${JSON.stringify(name)} is a word of ${owner}`, suggestion }]
}

function takenNames(resource: Resource, project: ProjectState): Issue[] {
  const { names, isOwned, parent } = resource
  const { one, many, Model, table } = names
  const { models, enums } = project.schema
  const issues: Issue[] = []
  const taken = (key: 'name' | 'plural', by: string | undefined | false) => {
    if (!by || issues.some(({ path }) => path[0] === key)) return
    const name = key === 'name' ? one : many
    const better = freeName(key, one, project)
    issues.push({ path: [key], message: `${JSON.stringify(name)} is taken by ${by}`, suggestion: better })
  }
  const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

  taken('name', project.routers.some((key) => sameName(key, one)) && `the router ${one}`)
  taken('name', models.some(({ name }) => sameName(name, Model)) && `the model ${Model}`)
  taken('name', enums.some(({ name }) => sameName(name, Model)) && `the enum ${Model}`)
  taken('name', project.folders.includes(names.folder) && `the folder packages/api/src/${names.folder}`)
  taken('name', documentedAs(Model, project))
  const { answer, inputs, page } = constants(resource)
  const exported = [Model, answer, inputs, page].find((one) => project.schemas.includes(one))
  taken('name', exported && `${exported} in packages/api/src/schemas.ts`)
  for (const other of project.specs.values()) {
    if (kebabCase(other.name) === names.folder)
      taken('name', `the resource ${other.name}, whose folder is the same`)
  }
  taken('plural', models.some((model) => model.table === table) && `the table ${table}`)
  taken('plural', enums.some(({ type }) => type === table) && `the type ${table} of the database`)
  taken(
    'plural',
    project.scopes.includes(names.path) && `the scopes ${names.path}:read and ${names.path}:write`,
  )
  taken('plural', isOwned && project.exported.includes(many) && `the key ${many} of an account's export`)
  const backRelations = isOwned ? models.find(({ name }) => name === 'Revision')?.fields : undefined
  taken(
    'plural',
    backRelations?.some(({ name }) => name === many) && `the field ${many} of the model Revision`,
  )
  const path = pathOf(names.path, isOwned, parent?.path)
  taken('plural', project.paths.some((other) => overlap(other, path)) && `the path ${path}`)
  return issues
}

function documentedAs(Model: string, { documented }: ProjectState): string | undefined {
  const derived = new RegExp(`^${Model}(Page|CreateRequest|ReplaceRequest|UpdateRequest)?$`)
  const name = documented.find((one) => derived.test(one))
  return name && `the schema ${name} of the documentation`
}

function pathOf(path: string, isOwned: boolean, parent: string | undefined): string {
  if (parent !== undefined) return `/{userId}/${parent}/{id}/${path}`
  return isOwned ? `/{userId}/${path}` : `/${path}`
}

/** Whether a path is the other or below it, whatever parameters are called. */
function overlap(other: string, path: string): boolean {
  const [theirs, ours] = [other, path].map((one) => one.replaceAll(/\{\w+\}/g, '{}'))
  return theirs === ours || `${theirs}/`.startsWith(`${ours}/`)
}

/** The first of a few similar names that nothing has. */
function freeName(key: 'name' | 'plural', one: string, project: ProjectState): string | undefined {
  const candidates = ['Item', 'Entry', 'Record'].map((word) => `${one}${word}`)
  const free = candidates.find((name) => {
    const { Model } = namesOf(name, `${name}s`)
    return !project.routers.includes(name) && !project.schema.models.some((model) => model.name === Model)
  })
  if (free === undefined || key === 'name') return free
  return free.endsWith('Entry') ? free.replace(/y$/, 'ies') : `${free}s`
}
