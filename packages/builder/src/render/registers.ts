import { exportFrom, importFrom } from '../edit/import.ts'
import { listItem } from '../edit/list.ts'
import { prismaBlock, prismaField } from '../edit/prisma.ts'
import { enumOf } from '../prisma/enum.ts'
import { backRelation, modelOf } from '../prisma/model.ts'
import { capitalized } from '../spec/names.ts'
import type { Resource } from '../spec/resource.ts'
import type { Column } from './columns.ts'
import { jobsOf } from './files/jobs.ts'
import { constants, ownConst } from './files/schema.ts'
import type { Project, Splice } from './rendering.ts'
import { validValue } from './samples.ts'
import { sampleOfShape } from './shape/sample-of-shape.ts'
import { key, listed, quoted } from './source.ts'

const API = 'packages/api/src'

/** What the files of all resources gain. */
export function registers(resource: Resource, columns: readonly Column[], project: Project): Splice[] {
  return [
    ...prismaSplices(resource, columns, project),
    ...routerSplices(resource),
    ...(resource.isOwned ? exportSplices(resource) : sharedSplices(resource)),
    exportFrom({
      path: `${API}/schemas.ts`,
      module: `./${resource.names.folder}/schema.ts`,
      names: schemaNames(resource, columns),
    }),
    ...(hasScopes(resource) ? scopeSplices(resource) : []),
    ...sampleSplices(resource.names.table, columns),
    tagSplice(resource),
    ...jobSplices(resource),
  ]
}

function prismaSplices(resource: Resource, columns: readonly Column[], project: Project): Splice[] {
  const { names, isOwned } = resource
  const { one, many, Model } = names
  return [
    ...columns.flatMap(({ enumName, spec }) =>
      enumName ? [prismaBlock('enum', enumName, enumOf(enumName, spec.values ?? []))] : [],
    ),
    prismaBlock('model', Model, modelOf(resource, project)),
    ...(isOwned ? [prismaField('Revision', [many, `${Model}[]`, ''])] : []),
    ...columns.flatMap((column) => {
      const target = column.relation?.target?.names
      return target && target.one !== one ? [prismaField(target.Model, backRelation(resource, column))] : []
    }),
  ]
}

function routerSplices(resource: Resource): Splice[] {
  const { one, folder } = resource.names
  const { router } = constants(resource)
  const path = `${API}/router.ts`
  return [
    importFrom({ path, module: `./${folder}/router.ts`, names: [router] }),
    listItem({ path, list: 'procedures', id: one, content: `${one}: ${router}`, isSorted: true }),
  ]
}

/** The rows in the export of an account. */
function exportSplices(resource: Resource): Splice[] {
  const { many, folder } = resource.names
  const { answer, table } = constants(resource)
  const path = `${API}/resources.ts`
  return [
    importFrom({ path, module: `./${folder}/schema.ts`, names: [answer] }),
    importFrom({ path, module: `./${folder}/table.ts`, names: [table] }),
    listItem({ path, list: 'owned', id: many, content: `${many}: exportedRows(${table}, ${answer})` }),
  ]
}

/** A shared resource belongs to nobody, and so to no export. */
function sharedSplices(resource: Resource): Splice[] {
  const { many, folder } = resource.names
  const { table } = constants(resource)
  const path = `${API}/resources.ts`
  return [
    importFrom({ path, module: `./${folder}/table.ts`, names: [table] }),
    listItem({ path, list: 'shared', id: many, content: `${many}: ${table}` }),
  ]
}

/** The jobs that its actions enqueue, among those that the server runs. */
function jobSplices(resource: Resource): Splice[] {
  const names = jobsOf(resource)
  if (names.length === 0) return []
  const path = `${API}/jobs.ts`
  return [
    importFrom({ path, module: `./${resource.names.folder}/jobs.ts`, names: names.sort() }),
    ...names.map((name) => listItem({ path, list: 'jobs', id: name, content: name })),
  ]
}

/** The group of its operations in the documentation. */
function tagSplice({ isOwned, names }: Resource): Splice {
  const description = isOwned ? `Your ${names.manyWords}` : capitalized(names.manyWords)
  const content = `{ name: '${names.path}', description: '${description}' }`
  return listItem({
    path: 'apps/server/src/http/openapi.ts',
    list: 'TAGS',
    id: content,
    content,
    isSorted: true,
  })
}

/** Values for the test that inserts a row into every table, where what it makes up would be refused. */
export function sampleSplices(table: string, columns: readonly Column[]): Splice[] {
  return columns.filter(needsSample).map((column) => {
    const id = `${table}.${column.column}`
    // The same for every row: that file imports nothing to make up others with, and inserts over a row that is there.
    const value = validValue({ ...column, isUnrepeatable: false }, 0)
    return listItem({
      path: `${API}/testing/sample-rows.ts`,
      list: 'SAMPLES',
      id,
      content: `'${id}': ${column.type === 'json' ? jsonText(column) : value.replaceAll('"', "'")}`,
    })
  })
}

/** A value of a json field as a text, in single quotes as the formatter has them. */
function jsonText({ spec }: Column): string {
  const json = JSON.stringify(sampleOfShape(spec.shape ?? {}))
  return json.includes("'") ? JSON.stringify(json) : `'${json.replaceAll('\\', '\\\\')}'`
}

/** `insertSample` makes up texts of 43 characters, the number 1, the time, and an empty object. */
function needsSample({ isNullable, spec, type }: Column): boolean {
  if (isNullable) return false
  const { min, max } = spec
  if (type === 'json') return true
  if (type === 'text') return Number(min ?? 0) > 43 || Number(max ?? 43) < 43
  if (type === 'integer' || type === 'decimal') return Number(min ?? 1) > 1 || Number(max ?? 1) < 1
  return ['date', 'instant'].includes(type) && (min !== undefined || max !== undefined)
}

/** What a front end needs of a resource's schemas. */
function schemaNames(resource: Resource, columns: readonly Column[]): string[] {
  const { answer, inputs, listInput, page } = constants(resource)
  return [
    `type ${resource.names.Model}`,
    answer,
    inputs,
    ...(resource.operations.includes('list') ? [page, listInput] : []),
    ...columns
      .filter(({ type }) => type === 'enum' || type === 'json')
      .map((column) => ownConst(resource, column)),
  ]
}

/** Whether some procedure takes an API key. */
function hasScopes({ credentials, read, write }: Resource): boolean {
  return credentials.includes('apiKey') && !(read === 'public' && write === 'public')
}

/** The scopes of API keys, and what the web app calls them. */
function scopeSplices(resource: Resource): Splice[] {
  const { manyWords, path: name } = resource.names
  const words = 'apps/web/src/english/account/account.ts'
  const item = (scope: string, label: string, hint: string) =>
    listItem({
      path: words,
      list: 'SCOPE',
      id: scope,
      content: `${key(scope).replaceAll('"', "'")}: { label: ${single(label)}, hint: ${single(hint)} }`,
    })
  return [
    listItem({ path: `${API}/core/scopes.ts`, list: 'RESOURCES', id: name, content: `'${name}'` }),
    item(`${name}:read`, `Read ${manyWords}`, `${capitalized(listed(readVerbs(resource)))} them`),
    item(`${name}:write`, `Change ${manyWords}`, `${capitalized(listed(writeVerbs(resource)))} them`),
  ]
}

const single = (text: string) => quoted(text).replaceAll(/^"|"$/g, "'")

function readVerbs({ operations }: Resource): string[] {
  return operations.includes('list') ? ['list', 'read'] : ['read']
}

function writeVerbs({ actions, operations }: Resource): string[] {
  const verbs = [
    ...(operations.includes('create') ? ['add'] : []),
    ...(operations.includes('update') || operations.includes('replace') ? ['edit'] : []),
    ...(operations.includes('delete') ? ['delete'] : []),
    ...actions.map(({ name }) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)),
  ]
  return verbs.length > 0 ? verbs : ['change']
}
