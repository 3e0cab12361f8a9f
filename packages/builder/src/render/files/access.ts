import type { Resource } from '../../spec/resource.ts'
import type { Operation } from '../../spec/spec.ts'
import type { Column } from '../columns.ts'
import { invalidValue, validValue } from '../samples.ts'
import { Imports, key } from '../source.ts'
import { constants, filtered, settable, sortFields } from './schema.ts'

/** `access.ts`: test data for the walks over every procedure. */
export function accessFile(resource: Resource, columns: readonly Column[]): string {
  const imports = new Imports()
  const { actions, operations, parent } = resource
  const { router } = constants(resource)
  const procedures = [...operations, ...actions.map(({ name }) => name)]
  const calls = procedures.map((name) => `${key(name)}: ${validCall(resource, columns, name)}`)
  const more = [
    ...operations.map((name) => [name, moreCalls(resource, columns, name)] as const),
    ...actions.map(({ name }) => [name, ['{ ifVersion: 2 }']] as const),
  ].filter(([, inputs]) => inputs.length > 0)
  const params = [...(parent ? [`'${parent.one}Id'`] : []), ...(hasIdInPath(resource) ? ["'id'"] : [])]
  const also = needed(columns).map(({ field }) => `'${field}'`)
  const types = [
    `typeof ${imports.type('./router.ts', router)}`,
    ...(params.length > 0 || also.length > 0 ? [params.join(' | ') || 'never'] : []),
    ...(also.length > 0 ? [also.join(' | ')] : []),
  ]
  const body = [
    `class: '${classOf(resource)}'`,
    ...(params.length > 0 || also.length > 0 ? [`sample: ${sampleOf(resource, columns, imports)}`] : []),
    `calls: {${calls.join(',')}}`,
    `more: {${more.map(([name, inputs]) => `${key(name)}: [${inputs.join(', ')}]`).join(',')}}`,
  ]
  const access = imports.type('../testing/access.ts', 'Access')
  return `${imports}
export const access = {${body.join(',')}} satisfies ${access}<${types.join(', ')}>
`
}

const classOf = (_resource: Resource) => 'owner'

const hasIdInPath = ({ actions, operations }: Resource) =>
  actions.length > 0 || operations.some((name) => name !== 'list' && name !== 'create')

/** The relations that a row cannot be without: a sample makes what they point to. */
export const needed = (columns: readonly Column[]) =>
  columns.filter(({ initial, relation }) => initial === undefined && relation)

/** The fields that a new row must be given, as code: `title: 'first'`. */
export function requiredFields(columns: readonly Column[], n: number): string[] {
  return settable(columns)
    .filter(({ initial }) => initial === undefined)
    .map((column) => {
      const value = validValue(column, n)
      return value === column.field ? value : `${column.field}: ${value}`
    })
}

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

function sampleOf(resource: Resource, columns: readonly Column[], imports: Imports): string {
  const { names, parent } = resource
  const before = targetSamples(resource, columns, imports, 'caller')
  const above = parent ? [`${parent.one}Id`] : []
  const fields = [...above, ...requiredFields(columns, 0)]
  const ids = [...above, 'id', ...needed(columns).map(({ field }) => field)]
  const argument = before.length > 0 ? 'caller' : '{ trpc }'
  const trpc = before.length > 0 ? 'caller.trpc' : 'trpc'
  return `async (${argument}) => {
    ${before.join('\n')}
    const { id } = await ${trpc}.${names.one}.create.mutate({ ${fields.join(', ')} })
    return { ${ids.join(', ')} }
  }`
}

function validCall(resource: Resource, columns: readonly Column[], name: string): string {
  const { operations } = resource
  if (!operations.includes(name as Operation) || !['create', 'replace', 'update'].includes(name)) return '{}'
  const fields = requiredFields(columns, name === 'create' ? 1 : 2)
  if (name !== 'update') return ofIds(columns, `{ ${fields.join(', ')} }`)
  const [column] = settable(columns).filter(({ relation }) => !relation)
  return column ? `{ ${column.field}: ${validValue(column, 3)} }` : '{}'
}

/** An input that names samples is a function of their ids. */
function ofIds(columns: readonly Column[], input: string): string {
  const ids = needed(columns).map(({ field }) => field)
  return ids.length > 0 ? `({ ${ids.join(', ')} }) => (${input})` : input
}

function moreCalls(resource: Resource, columns: readonly Column[], name: Operation): string[] {
  switch (name) {
    case 'list':
      return moreLists(resource, columns)
    case 'create': {
      const plain = settable(columns).filter(({ relation }) => !relation)
      const all = plain.map((column) => `${column.field}: ${validValue(column, 4)}`)
      const wrong = settable(columns).map((column) => `${column.field}: ${invalidValue(column)}`)
      const ids = needed(columns).map(({ field }) => field)
      return [
        ofIds(columns, `{ ${[...ids, ...all].join(', ')} }`),
        `{ ${[...wrong, "owner: 'x'"].join(', ')} }`,
        '{}',
      ]
    }
    case 'replace':
      return [ofIds(columns, `{ ${[...requiredFields(columns, 2), 'ifVersion: 7'].join(', ')} }`), '{}']
    case 'update': {
      const wrong = settable(columns).map((column) => `${column.field}: ${invalidValue(column)}`)
      return ['{}', `{ ${[...wrong, 'version: 2'].join(', ')} }`]
    }
    case 'delete':
      return ['{ ifVersion: 2 }']
    case 'get':
      return ["{ fields: 'id' }"]
  }
}

function moreLists(_resource: Resource, columns: readonly Column[]): string[] {
  const sort = sortFields(columns).at(-1) ?? 'createdAt'
  const filters = filtered(columns).filter(
    ({ relation, type }) => !relation && type !== 'computed' && type !== 'json',
  )
  const valid = filters.map((column) => `${column.field}: [${validValue(column, 0)}]`)
  const wrong = filters.map((column) => `${column.field}: ${invalidValue(column)}`)
  return [
    `{ ${['limit: 1', `sort: '-${sort},createdAt'`, ...valid].join(', ')} }`,
    `{ ${['limit: 0', "sort: 'x'", ...wrong, 'page: 1'].join(', ')} }`,
    "{ cursor: 'forged' }",
  ]
}
