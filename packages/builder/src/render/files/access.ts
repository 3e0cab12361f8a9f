import { fieldsIn } from '../../migration/expression.ts'
import type { Resource } from '../../spec/resource.ts'
import { CREDENTIALS, type Operation } from '../../spec/spec.ts'
import type { Column } from '../columns.ts'
import { importFresh, isFresh } from '../fresh-samples.ts'
import { invalidValue, validValue } from '../samples.ts'
import { Imports, key, literal } from '../source.ts'
import { classOf, hasIdInPath, needed, requiredFields, sampleOf } from './sample.ts'
import { constants, filtered, ranged, searched, settable, sortFields } from './schema.ts'

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
    ...classesOf(resource, procedures),
    ...(params.length > 0 || also.length > 0 ? [`sample: ${sampleOf(resource, columns, imports)}`] : []),
    `calls: {${calls.join(',')}}`,
    ...variesOf(columns),
    `more: {${more.map(([name, inputs]) => `${key(name)}: [${inputs.join(', ')}]`).join(',')}}`,
  ]
  const access = imports.type('../testing/access.ts', 'Access')
  importFresh(body.join(''), imports)
  return `${imports}
export const access = {${body.join(',')}} satisfies ${access}<${types.join(', ')}>
`
}

/** The class of most procedures, those of another one, and the credentials where they are not what the classes say. */
function classesOf(resource: Resource, procedures: readonly string[]): string[] {
  const classes = procedures.map((name) => [name, classOf(resource, name)] as const)
  const [[, main] = ['', 'owner']] = classes
  const except = classes.filter(([, one]) => one !== main).map(([name, one]) => `${key(name)}: '${one}'`)
  const isForAdmins = classes.some(([, one]) => one === 'admin')
  const all = resource.credentials.length === CREDENTIALS.length
  return [
    `class: '${main}'`,
    ...(except.length > 0 ? [`except: { ${except.join(', ')} }`] : []),
    ...(all === isForAdmins ? [`credentials: ${literal(resource.credentials)}`] : []),
  ]
}

/** The fields of answers that differ from sample to sample, other than ids. */
function variesOf(columns: readonly Column[]): string[] {
  const fresh = columns.filter(
    (column) => column.isUnrepeatable && column.type !== 'computed' && !column.relation,
  )
  const fields = new Set(fresh.map(({ field }) => field))
  const computed = columns.filter(
    ({ type, spec }) =>
      type === 'computed' && fieldsIn(spec.expression ?? '', columns).some((field) => fields.has(field)),
  )
  const names = [...fresh, ...computed].map(({ field }) => `'${field}'`)
  return names.length > 0 ? [`varies: [${names.join(', ')}]`] : []
}

function validCall(resource: Resource, columns: readonly Column[], name: string): string {
  const { operations } = resource
  if (!operations.includes(name as Operation) || !['create', 'replace', 'update'].includes(name)) return '{}'
  const fields = requiredFields(columns, name === 'create' ? 1 : 2)
  if (name !== 'update') return ofIds(columns, `{ ${fields.join(', ')} }`)
  const [column] = settable(columns).filter(({ relation }) => !relation)
  return column ? ofIds([], `{ ${column.field}: ${validValue(column, 3)} }`) : '{}'
}

/** An input that names samples is a function of their ids, and one that is new each time a function, too. */
function ofIds(columns: readonly Column[], input: string): string {
  const ids = needed(columns).map(({ field }) => field)
  if (ids.length > 0) return `({ ${ids.join(', ')} }) => (${input})`
  return isFresh(input) ? `() => (${input})` : input
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

function moreLists({ pagination }: Resource, columns: readonly Column[]): string[] {
  const sort = sortFields(columns).at(-1) ?? 'createdAt'
  const plain = filtered(columns).filter(
    ({ isUnrepeatable, relation, type }) => !relation && !isUnrepeatable && type !== 'computed',
  )
  const valid = [
    ...(pagination === 'none' ? [] : ['limit: 1']),
    `sort: '-${sort},createdAt'`,
    ...plain.map((column) => `${column.field}: [${validValue(column, 0)}]`),
    ...ranged(plain).map((column) => `${column.field}Min: ${validValue(column, 0)}`),
    ...(searched(columns).length > 0 ? ["q: 'first x'"] : []),
  ]
  const wrong = [
    'limit: 0',
    "sort: 'x'",
    ...plain.map((column) => `${column.field}: ${invalidValue(column)}`),
    ...ranged(plain).map((column) => `${column.field}Max: ${invalidValue(column)}`),
    'page: 1',
  ]
  return [`{ ${valid.join(', ')} }`, `{ ${wrong.join(', ')} }`, "{ cursor: 'forged' }", '{ offset: 1 }']
}
