import { type Resource, resourceOf } from '../../spec/resource.ts'
import { type Column, columnsOf } from '../columns.ts'
import { pathOf } from '../files/router.ts'
import { needed, requiredFields } from '../files/sample.ts'
import type { Project } from '../rendering.ts'
import { type Imports, quoted } from '../source.ts'
import { routeOf } from './names.ts'

const HARNESS = '../support/harness.ts'

/** A user who may write, and the rows that those of the page are below or point to. Undefined where one cannot be made. */
export function setUpOf(
  resource: Resource,
  columns: readonly Column[],
  project: Project,
  imports: Imports,
): string[] | undefined {
  const isAdmin = [resource.read, resource.write].includes('role:admin')
  const user = isAdmin
    ? `const user = await new ${imports.use('../support/server/user.ts', 'User')}(${imports.use(HARNESS, 'url')}, ${imports.use('../support/server/global-setup.ts', 'ADMIN')}).signIn()`
    : `const user = await ${imports.use(HARNESS, 'newUser')}()`
  const { parent } = resource
  const targets = [
    ...(parent ? [{ one: parent.one, field: `${parent.one}Id` }] : []),
    ...needed(columns).map(({ field, spec }) => ({ one: spec.to ?? '', field })),
  ]
  const rows = targets.map(({ one, field }) => rowOf(one, field, isAdmin, project))
  return rows.every((row) => row !== undefined) ? [user, ...rows] : undefined
}

/** Makes a row of another resource, over REST. Undefined where it needs more than values of its own. */
function rowOf(one: string, field: string, isAdmin: boolean, project: Project): string | undefined {
  if (one === 'user') return `const ${field} = user.id`
  if (one === 'task') return `const { id: ${field} } = await user.create('Plan the week')`
  const spec = project.specs.get(one)
  if (!spec || project.targets.get(one)?.byHand) return undefined
  const target = resourceOf(spec)
  const columns = columnsOf(target, { ...project, computed: ofAnyType(target) })
  const isWritable = target.operations.includes('create') && (target.write !== 'role:admin' || isAdmin)
  if (!isWritable || target.parent || needed(columns).length > 0) return undefined
  const path = pathOf(target).replace('{userId}', () => `\${user.id}`)
  const code = path.includes('$') ? `\`${path}\`` : quoted(path)
  return `const ${field} = await user.make(${code}, { ${requiredFields(columns, 0).join(', ')} })`
}

/** Nobody gives computed fields a value, so that their types do not matter here. */
const ofAnyType = ({ fields }: Resource) => new Map(fields.map(({ name }) => [name, { type: 'text' }]))

/** Where the page is, as code. */
export function addressOf(resource: Resource): string {
  const route = routeOf(resource).replace(/:(\w+)/, (_, id: string) => `\${${id}}`)
  return route.includes('$') ? `\`${route}\`` : quoted(route)
}

/** The ids that the values of a test name. */
export const neededIds = (columns: readonly Column[]) => needed(columns).map(({ field }) => field)
