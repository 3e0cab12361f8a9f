import { wireName } from '../../spec/check/field-names.ts'
import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { filtered, ranged, searched } from '../files/schema.ts'
import type { Project } from '../rendering.ts'
import { Imports, key, literal, quoted } from '../source.ts'
import { needsParent, pageFields } from './fields.ts'
import { labelField, routeOf } from './names.ts'
import { relatedPage } from './related.ts'

const PAGE = '../../resource-page/resource-page.tsx'

/** `note-page.tsx`: the page of a resource, from the parts that all such pages are made of. */
export function pageFile(resource: Resource, columns: readonly Column[], project: Project): string {
  const imports = new Imports()
  const { names, parent } = resource
  const { one, folder, Models, manyWords } = names
  imports.use('../../api/client.ts', 'client')
  imports.use(`../../english/resources/${folder}.ts`, `${one} as words`)
  const ResourcePage = imports.use(PAGE, 'ResourcePage')
  const isFunction = needsParent(columns, resource, project)
  const id = parent ? `${parent.one}Id` : ''
  const fields = pageFields(resource, columns, project, imports)
  const declared = isFunction
    ? `/** Relations offer rows of the same ${parent?.words}. */\nconst fieldsOf = (${id}: string) => (${fields})`
    : `const fields = ${fields}`
  const params = parent
    ? `const { ${id} = '' } = ${imports.use('wouter', 'useParams')}<{ ${id}: string }>()`
    : ''
  const props = [
    `name="${one}"`,
    'words={words}',
    `fields={${isFunction ? `fieldsOf(${id})` : 'fields'}}`,
    ...shapeOf(resource, columns),
    ...(parent ? [parentOf(resource, project)] : []),
    ...accessOf(resource),
    ...callsOf(resource),
  ]
  return `${imports}
${declared}

/** ${parent ? `The ${manyWords} of one ${parent.words}` : `The ${manyWords}`}. */
export default function ${Models}Page() {
  ${params}
  return (
    <${ResourcePage}
${props.join('\n')}
    />
  )
}
`
}

/** What rows are called, and how lists are filtered, sorted and paged. */
function shapeOf(resource: Resource, columns: readonly Column[]): string[] {
  const label = labelField(resource.fields)
  const named = (list: readonly Column[]) => `{${literal(list.map(({ field }) => field))}}`
  const [filters, ranges] = [filtered(columns), ranged(columns)]
  // A range says all that one value does.
  const equal = filters.filter((column) => !ranges.includes(column))
  const sorts = columns.filter(({ spec }) => spec.sortable)
  const { pagination } = resource
  return [
    ...(label ? [`label=${quoted(wireName(label))}`] : []),
    ...(equal.length > 0 ? [`filters=${named(equal)}`] : []),
    ...(ranges.length > 0 ? [`ranges=${named(ranges)}`] : []),
    ...(sorts.length > 0 ? [`sorts=${named(sorts)}`] : []),
    ...(searched(columns).length > 0 ? ['hasSearch'] : []),
    `pages="${pagination === 'both' ? 'cursor' : pagination}"`,
  ]
}

/** The row above: where it is shown, and what it is called. */
function parentOf(resource: Resource, project: Project): string {
  const { parent } = resource
  if (!parent) return ''
  const id = `${parent.one}Id`
  const related = relatedPage(parent.one, resource, project)
  const href =
    parent.one === 'task'
      ? `\`/?status=all&task=\${${id}}\``
      : quoted(related?.hasPage ? `/${parent.path}` : '/')
  const query = `client.${parent.one}.get.query({ id: ${id} }, { signal })`
  const { label, hasGet } = related ?? {}
  const otherwise = label?.isNullable ? ` ?? ${quoted(parent.words)}` : ''
  const called =
    label && hasGet
      ? `async (signal) => (await ${query}).${label.field}${otherwise}`
      : `async () => ${quoted(parent.words)}`
  return `parent={{ name: '${parent.one}', id: ${id}, href: ${href}, label: ${called} }}`
}

function accessOf({ read, write }: Resource): string[] {
  const parts = [
    ...(read === 'role:admin' ? ["read: 'admin'"] : []),
    ...(write === 'role:admin' ? ["write: 'admin'"] : []),
  ]
  return parts.length > 0 ? [`access={{ ${parts.join(', ')} }}`] : []
}

function callsOf({ actions, names, operations, parent, write }: Resource): string[] {
  const router = `client.${names.one}`
  const above = parent ? `${parent.one}Id, ` : ''
  // A public procedure knows no caller, for whom the key of a repeated call could be kept.
  const isPublic = write === 'public'
  const [options, given] = isPublic ? ['', ''] : [', options', ', options']
  const input = (...parts: string[]) => {
    const spread = parts.map((part) => `...${part}`).join(', ')
    return above === '' && parts.length === 1 ? parts.join() : `{ ${above}${spread} }`
  }
  const has = (operation: (typeof operations)[number]) => operations.includes(operation)
  const acts = actions.map(
    ({ name }) => `${key(name)}: (key${options}) => ${router}.${name}.mutate(${input('key')}${given})`,
  )
  return [
    `list={(query, signal) => ${router}.list.query(${input('query')}, { signal })}`,
    ...(has('get')
      ? [`get={(id, signal) => ${router}.get.query({ ${above}id }, signal && { signal })}`]
      : []),
    ...(has('create')
      ? [`create={(values${options}) => ${router}.create.mutate(${input('values')}${given})}`]
      : []),
    ...(has('update')
      ? [`update={(key, values${options}) => ${router}.update.mutate(${input('key', 'values')}${given})}`]
      : has('replace')
        ? [`replace={(key, values${options}) => ${router}.replace.mutate(${input('key', 'values')}${given})}`]
        : []),
    ...(has('delete')
      ? [`remove={(key${options}) => ${router}.delete.mutate(${input('key')}${given})}`]
      : []),
    ...(acts.length > 0 ? [`actions={{ ${acts.join(', ')} }}`] : []),
  ]
}

/** `entry.ts`: what the app knows of the page before it is loaded. */
export function entryFile(resource: Resource): string {
  const { names, parent, read } = resource
  const parts = [
    `path: '${routeOf(resource)}'`,
    ...(parent ? [`parent: '${parent.one}'`] : []),
    ...(read === 'role:admin' ? ['isForAdmins: true'] : []),
    `load: () => import('./${names.folder}-page.tsx')`,
  ]
  return `import type { ResourceEntry } from '../entry.ts'

export const ${names.one}Page: ResourceEntry = {
${parts.map((part) => `${part},\n`).join('')}}
`
}
