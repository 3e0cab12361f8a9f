import { capitalized, kebabCase } from '../../spec/names.ts'
import type { Resource } from '../../spec/resource.ts'
import { type ActionSpec, CREDENTIALS, type Operation } from '../../spec/spec.ts'
import type { Column } from '../columns.ts'
import { Imports, key, listed, literal, quoted, withArticle } from '../source.ts'
import { payloadFields } from './jobs.ts'
import { constants, KINDS } from './schema.ts'

/** The path of a resource's list. */
export function pathOf({ isOwned, names, parent }: Resource): string {
  return [
    isOwned ? '/{userId}' : '',
    ...(parent ? [`${parent.path}/{${parent.one}Id}`] : []),
    names.path,
  ].join('/')
}

/** `router.ts`: the procedures. */
export function routerFile(resource: Resource, columns: readonly Column[]): string {
  const imports = new Imports()
  const { names, operations, actions } = resource
  const { answer, router, table } = constants(resource)
  const queries = operations.filter(isQuery)
  const hasWrites = queries.length < operations.length || actions.length > 0
  const hasRow = operations.some((operation) => !['list', 'delete'].includes(operation)) || actions.length > 0
  const procedures = [
    ...operations.map((operation) => procedureOf(resource, operation, imports)),
    ...actions.map((action) => actionOf(resource, columns, action, imports)),
  ]
  const access = accessOf(resource)
  const also = access === undefined ? '' : ', access'
  const cached = cachedOf(resource, columns, imports)
  const constantsOf = [
    ...(access === undefined ? [] : [`const access = ${access} as const`]),
    `const rest = ${imports.use('../resource/rest.ts', 'restOf')}('${pathOf(resource)}', ${imports.use('./table.ts', table)}${routeOptions(resource, access)})`,
    ...(cached === undefined ? [] : [cached]),
    ...(queries.length > 0
      ? [`const read = ${imports.use('../resource/procedures.ts', 'readOf')}('${names.path}'${also})`]
      : []),
    ...(hasWrites
      ? [`const write = ${imports.use('../resource/procedures.ts', 'writeOf')}('${names.path}'${also})`]
      : []),
    ...(hasRow
      ? [
          `const output = ${imports.use('../core/output.ts', 'unvalidatedOutput')}(${imports.use('./schema.ts', answer)})`,
        ]
      : []),
  ]
  const record = imports.type('@trpc/server', 'TRPCRouterRecord')
  return `${imports}
${constantsOf.join('\n')}

export const ${router} = {
${procedures.join('\n\n')}
} satisfies ${record}
`
}

/** What the routes are told beside the path: the access, and how long callers may keep answers. */
function routeOptions({ cache }: Resource, access: string | undefined): string {
  const control = typeof cache === 'object' && 'control' in cache ? cache.control : undefined
  if (control === undefined) return access === undefined ? '' : ', access'
  return `, { ${access === undefined ? '' : '...access, '}cacheControl: ${quoted(control)} }`
}

/** What keeps the answers of queries on the server, and whose writes end them: also those with which rows go or change. */
function cachedOf(resource: Resource, columns: readonly Column[], imports: Imports): string | undefined {
  const { cache, names, operations, parent } = resource
  if (typeof cache !== 'object' || !('ttl' in cache) || !operations.some(isQuery)) return undefined
  const related = columns.flatMap(({ relation }) =>
    relation?.target && relation.onDelete !== 'restrict' ? [relation.target.names.path] : [],
  )
  const changedBy = new Set([...(parent ? [parent.path] : []), ...related])
  changedBy.delete(names.path)
  const options = [
    `ttl: ${cache.ttl}`,
    ...(changedBy.size > 0 ? [`changedBy: ${literal([...changedBy])}`] : []),
  ]
  const cacheOf = imports.use('../resource/cache/cached.ts', 'cacheOf')
  return `const cached = ${cacheOf}('${names.path}', ${constants(resource).table}, { ${options.join(', ')} })`
}

/** Who may call, where it is not the owner with either credential. */
function accessOf({ credentials, read, write }: Resource): string | undefined {
  const parts = [
    ...(read === 'owner' ? [] : [`read: '${read}'`]),
    ...(write === 'owner' ? [] : [`write: '${write}'`]),
    ...(credentials.length === CREDENTIALS.length ? [] : [`credentials: ${literal(credentials)}`]),
  ]
  return parts.length > 0 ? `{ ${parts.join(', ')} }` : undefined
}

export const isQuery = (operation: string) => operation === 'list' || operation === 'get'

function procedureOf(resource: Resource, operation: Operation, imports: Imports): string {
  const { calls, inputs, listInput, page } = constants(resource)
  const input =
    operation === 'list'
      ? imports.use('./schema.ts', listInput)
      : `${imports.use('./schema.ts', inputs)}.${operation === 'delete' ? 'action' : operation}`
  const call = `({ ctx, input }) => ${imports.use('./table.ts', calls)}.${operation}(ctx, input)`
  const isKept = typeof resource.cache === 'object' && 'ttl' in resource.cache
  return `${operation}: ${isQuery(operation) ? 'read' : 'write'}
    .meta(rest.${operation === 'list' ? KINDS[resource.pagination].rest : operation})
    .input(${input})
    .output(${outputOf(operation, page, imports)})
    ${isQuery(operation) ? `.query(${isKept ? `cached(${call})` : call})` : `.mutation(${imports.use('../persistence/once.ts', 'once')}(${call}))`},`
}

function outputOf(operation: Operation, page: string, imports: Imports): string {
  if (operation === 'delete') return `${imports.use('zod', 'z')}.undefined()`
  if (operation !== 'list') return 'output'
  return `${imports.use('../core/output.ts', 'unvalidatedOutput')}(${imports.use('./schema.ts', page)})`
}

/** An action is an update of fixed fields: one that finds them so already changes nothing, and keeps the version. */
function actionOf(
  resource: Resource,
  columns: readonly Column[],
  action: ActionSpec,
  imports: Imports,
): string {
  const { inputs } = constants(resource)
  const { name, set } = action
  const said = Object.entries(set).map(([field, value]) => `\`${field}\` to \`${JSON.stringify(value)}\``)
  const words = kebabCase(name).replaceAll('-', ' ')
  const summary = `${capitalized(words)} ${withArticle(resource.names.words)}`
  const description = `Sets ${listed(said)}. Where it is so already, nothing changes.`
  return `${key(name)}: write
    .meta(rest.action(${quoted(kebabCase(name))}, ${quoted(summary)}, ${quoted(description)}))
    .input(${imports.use('./schema.ts', inputs)}.action)
    .output(output)
    .mutation(${imports.use('../persistence/once.ts', 'once')}(({ ctx, input }) => ${resolved(resource, columns, action, imports)})),`
}

/** What an action does: the update alone, or with the job that follows it, in one transaction. */
function resolved(
  resource: Resource,
  columns: readonly Column[],
  { set, job }: ActionSpec,
  imports: Imports,
): string {
  const calls = imports.use('./table.ts', constants(resource).calls)
  const values = Object.entries(set).map(([name, value]) => {
    const column = columns.find(({ spec }) => spec.name === name)
    const code = column?.type === 'instant' && value !== null ? `new Date(${literal(value)})` : literal(value)
    return `${column?.field ?? key(name)}: ${code}`
  })
  const update = (ctx: string) => `${calls}.update(${ctx}, { ...input, ${values.join(', ')} })`
  if (job === undefined) return update('ctx')
  const payload = payloadFields(resource).map((field) => {
    if (field === 'userId') return 'userId: ctx.user.id'
    return `${field}: input.${field}`
  })
  return `ctx.transact(ctx.user.id, async (tx, run) => {
    const within = { ...ctx, run }
    const before = await ${calls}.lock(within, input)
    const row = await ${update('within')}
    // Nothing follows from what changes nothing.
    if (row.version !== before.version) await ctx.jobs.enqueue(tx, ${imports.use('./jobs.ts', job)}, { ${payload.join(', ')} })
    return row
  })`
}
