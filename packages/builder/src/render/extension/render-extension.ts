import { exportFrom, importFrom } from '../../edit/import.ts'
import { listItem } from '../../edit/list.ts'
import { prismaAttribute, prismaBlock, prismaField } from '../../edit/prisma.ts'
import { webDefaults } from '../../explore/by-hand.ts'
import { indexesOf } from '../../migration/indexes.ts'
import { enumOf } from '../../prisma/enum.ts'
import { fieldOf } from '../../prisma/model.ts'
import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { constants, filtered, ownConst } from '../files/schema.ts'
import { sampleSplices } from '../registers.ts'
import type { Project, Rendering, Splice } from '../rendering.ts'
import { initialValue } from '../samples.ts'
import { addedCallsFile } from './added-calls.ts'
import { addedFieldsFile } from './added-fields.ts'
import { addedFieldsTestFile } from './added-fields-test.ts'

const SCHEMA = 'added-fields'
const CALLS = 'added-calls'

/**
 * What a resource that was written by hand gains. The fields are in a file of their own, and each of its files names that once,
 * so that nothing else of them changes.
 */
export function renderExtension(resource: Resource, columns: readonly Column[], project: Project): Rendering {
  const folder = `packages/api/src/${resource.names.folder}`
  const files = new Map([
    [`${folder}/${SCHEMA}.ts`, addedFieldsFile(resource, columns)],
    [`${folder}/${CALLS}.ts`, addedCallsFile(columns)],
    [`${folder}/${SCHEMA}.test.ts`, addedFieldsTestFile(resource, columns, project)],
  ])
  const target = project.targets.get(resource.names.one)
  const { folder: name, one, table } = resource.names
  const own = columns.filter(({ type }) => type === 'enum' || type === 'json')
  return {
    files,
    splices: [
      ...prismaSplices(resource, columns, target?.hasTrash === true),
      ...schemaSplices(folder, resource, columns),
      ...tableSplices(folder, resource),
      ...(filtered(columns).length > 0 ? filterSplices(folder, resource) : []),
      ...callSplices(folder, columns),
      ...(own.length > 0
        ? [
            exportFrom({
              path: 'packages/api/src/schemas.ts',
              module: `./${name}/${SCHEMA}.ts`,
              names: own.map((column) => ownConst(resource, column)),
            }),
          ]
        : []),
      ...[table, ...(target?.hasTrash ? [`deleted_${table}`] : [])].flatMap((of) =>
        sampleSplices(of, columns),
      ),
      ...(target?.byHand?.isInWeb ? webSplices(one, columns) : []),
    ],
  }
}

/** The fields in the model, and in that of deleted rows, which keeps all of them. */
function prismaSplices(resource: Resource, columns: readonly Column[], hasTrash: boolean): Splice[] {
  const { Model } = resource.names
  const models = [Model, ...(hasTrash ? [`Deleted${Model}`] : [])]
  const added = new Set(columns.map(({ field }) => field))
  return [
    ...columns.flatMap(({ enumName, spec }) =>
      enumName ? [prismaBlock('enum', enumName, enumOf(enumName, spec.values ?? []))] : [],
    ),
    ...models.flatMap((model) => columns.map((column) => prismaField(model, fieldOf(column), 'version'))),
    ...indexesOf(resource, columns)
      .filter(({ fields }) => fields.some((field) => added.has(field)))
      .map(({ fields }) => prismaAttribute(Model, `@@index([${fields.join(', ')}])`)),
  ]
}

function schemaSplices(folder: string, resource: Resource, columns: readonly Column[]): Splice[] {
  const path = `${folder}/schema.ts`
  const { answer, listInput, sortFields } = constants(resource)
  const isSorted = columns.some(({ spec }) => spec.sortable)
  const isFiltered = filtered(columns).length > 0
  const names = [
    ...(isSorted ? ['ADDED_SORT_FIELDS'] : []),
    'addedAnswer',
    'addedFields',
    ...(isFiltered ? ['addedQuery'] : []),
  ]
  const spread = (list: string, content: string) => listItem({ path, list, id: content, content })
  return [
    importFrom({ path, module: `./${SCHEMA}.ts`, names }),
    spread(answer, '...addedAnswer'),
    spread('fields', '...addedFields'),
    ...(isSorted ? [spread(sortFields, '...ADDED_SORT_FIELDS')] : []),
    ...(isFiltered ? [spread(listInput, '...addedQuery')] : []),
  ]
}

function tableSplices(folder: string, resource: Resource): Splice[] {
  const path = `${folder}/table.ts`
  const content = '...ADDED_SETTABLE'
  return [
    importFrom({ path, module: `./${SCHEMA}.ts`, names: ['ADDED_SETTABLE'] }),
    listItem({ path, list: constants(resource).table, within: ['settable'], id: content, content }),
  ]
}

function filterSplices(folder: string, resource: Resource): Splice[] {
  const path = `${folder}/filters.ts`
  const content = `filtersOf(${constants(resource).table}, ADDED_FILTERS)`
  return [
    importFrom({ path, module: `./${SCHEMA}.ts`, names: ['ADDED_FILTERS'] }),
    listItem({ path, list: 'BY_FIELD', id: content, content }),
  ]
}

/** Inputs for the walks over every procedure. */
function callSplices(folder: string, columns: readonly Column[]): Splice[] {
  const path = `${folder}/access.ts`
  const spread = (name: string) =>
    listItem({
      path,
      list: 'access',
      within: ['more', name],
      id: `...addedCalls.${name}`,
      content: `...addedCalls.${name}`,
    })
  const isListed = filtered(columns).length > 0 || columns.some(({ spec }) => spec.sortable)
  return [
    importFrom({ path, module: `./${CALLS}.ts`, names: ['addedCalls'] }),
    spread('update'),
    ...(isListed ? [spread('list')] : []),
  ]
}

/** What the web app shows of a new one until the server answers. */
function webSplices(one: string, columns: readonly Column[]): Splice[] {
  return columns.map((column) =>
    listItem({
      path: 'apps/web/src/api/trpc.ts',
      list: webDefaults(one),
      id: column.field,
      content: `${column.field}: ${initialValue(column).replace(/^"([^"'\\]*)"$/, "'$1'")}`,
    }),
  )
}
