import { enumMembers } from '../../prisma/enum.ts'
import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { validValue } from '../samples.ts'
import type { Imports } from '../source.ts'
import { isQuery } from './router.ts'
import { settable } from './schema.ts'

/** The class of access of a procedure, in the words of `testing/access.ts`. */
export function classOf({ isOwned, read, write }: Resource, name: string): string {
  const level = isQuery(name) ? read : write
  if (isOwned) return level === 'role:admin' ? 'owning-admin' : 'owner'
  return level === 'role:admin' ? 'admin' : level
}

export const hasIdInPath = ({ actions, operations }: Resource) =>
  actions.length > 0 || operations.some((name) => name !== 'list' && name !== 'create')

/** The relations that a row cannot be without: a sample makes what they point to. */
export const needed = (columns: readonly Column[]) =>
  columns.filter(({ initial, relation }) => initial === undefined && relation)

/** Those of them that no two rows have alike. */
export const uniqueIds = (columns: readonly Column[]) => needed(columns).filter(({ spec }) => spec.unique)

/** The fields that a new row must be given, as code: `title: 'first'`. */
export function requiredFields(columns: readonly Column[], n: number): string[] {
  return settable(columns)
    .filter(({ isGiven }) => isGiven)
    .map((column) => entryOf(column, validValue(column, n)))
}

/** The same of another row: it points to what no other row points to, where that is unique. */
export function otherIds(columns: readonly Column[], caller: string): string[] {
  return uniqueIds(columns).map(
    ({ field, relation }) => `${field}: (await ${relation?.target?.names.one}Access.sample(${caller})).id`,
  )
}

const entryOf = ({ field }: Column, value: string) => (value === field ? value : `${field}: ${value}`)

/** Samples of what a row is under and points to, each by the `access.ts` of its own resource. */
export function targetSamples(
  { parent }: Resource,
  columns: readonly Column[],
  imports: Imports,
  caller: string,
): string[] {
  const above = parent ? [{ target: parent, field: `${parent.one}Id` }] : []
  const related = needed(columns).map(({ field, relation }) => ({ target: relation?.target?.names, field }))
  return [...above, ...related].map(({ target, field }) => {
    // To the owner.
    if (!target) return `const ${field} = ${caller}.id`
    imports.use(`../${target.folder}/access.ts`, `access as ${target.one}Access`)
    return `const { id: ${field} } = await ${target.one}Access.sample(${caller})`
  })
}

/** The function that makes a row for the walks, and what it is under and points to. */
export function sampleOf(resource: Resource, columns: readonly Column[], imports: Imports): string {
  const { parent } = resource
  const ids = [
    ...(parent ? [`${parent.one}Id`] : []),
    ...(hasIdInPath(resource) ? ['id'] : []),
    ...needed(columns).map(({ field }) => field),
  ]
  const body = [
    ...targetSamples(resource, columns, imports, 'caller'),
    ...(hasIdInPath(resource) ? [madeRow(resource, columns)] : []),
    `return { ${ids.join(', ')} }`,
  ].join('\n')
  const [used, ...others] = new Set(body.match(/\bcaller\b(\.\w+)?/g) ?? [])
  const only = others.length === 0 ? /^caller\.(\w+)$/.exec(used ?? '')?.[1] : undefined
  return only === undefined
    ? `async (caller) => {\n${body}\n}`
    : `async ({ ${only} }) => {\n${body.replaceAll(`caller.${only}`, only)}\n}`
}

/** Makes a row, as whoever may. Where no procedure creates one, it is put into the database. */
function madeRow(resource: Resource, columns: readonly Column[]): string {
  const { isOwned, names, operations, parent } = resource
  const above = parent ? [`${parent.one}Id`] : []
  if (operations.includes('create')) {
    const unique = uniqueIds(columns)
    const own = columns.filter((column) => !unique.includes(column))
    const fields = [...above, ...requiredFields(own, 0), ...otherIds(columns, 'caller')].join(', ')
    return `const { id } = await ${writer(resource)}.${names.one}.create.mutate({ ${fields} })`
  }
  const data = [...(isOwned ? ['userId: caller.id'] : []), 'id', ...above, ...storedFields(columns)]
  return `const id = uuidv7()
    await caller.db.${names.one}.create({ data: { ${data.join(', ')} } })`
}

/** A client that may create a row. */
function writer(resource: Resource): string {
  const level = classOf(resource, 'create')
  const user = level === 'admin' ? '(await caller.admin())' : 'caller'
  const needsKey = level !== 'public' && !resource.credentials.includes('jwt')
  return needsKey ? `(await ${user}.withKey('${resource.names.path}:write'))` : `${user}.trpc`
}

/** The fields that a row must have, as Prisma takes them. */
function storedFields(columns: readonly Column[]): string[] {
  const unique = uniqueIds(columns)
  const own = settable(columns).filter((column) => column.isGiven && !unique.includes(column))
  return [...own.map(storedField), ...otherIds(columns, 'caller')]
}

function storedField(column: Column): string {
  const { field, spec, type } = column
  const values = spec.values && enumMembers(spec.values).map(({ name }) => name)
  const value = validValue(values ? { ...column, spec: { ...spec, values } } : column, 0)
  return type === 'date' ? `${field}: new Date(${value})` : entryOf(column, value)
}
