import { declaredAs } from '../edit/declaration.ts'
import type { Target } from '../render/rendering.ts'
import { camelCase, type NamesOf, namesOf, snakeCase, uncapitalized } from '../spec/names.ts'
import type { ModelState, SchemaState } from './prisma-schema.ts'

/** A resource that was not made from a spec, or has more than a spec says. */
export interface Handmade {
  target: Target
  /** A spec of its name adds to it. Otherwise one would have made all of it. */
  isExtended: boolean
}

interface Found {
  schema: SchemaState
  /** Keys of the root router. */
  routers: readonly string[]
  /** The paths of the documentation. */
  paths: Record<string, { get?: { parameters?: readonly { name: string; in: string }[] } }>
  /** What the web app declares of the API. */
  web: string
  /** Folders of migrations. */
  migrations: readonly string[]
}

/** What a migration of fields that are added to a table is called, after the time, or of such that go. */
export const extending = (table: string) => `extend_${table}`
export const reducing = (table: string) => `reduce_${table}`

/** The constant of the web app with the defaults of a resource: `NEW_TASK`. */
export const webDefaults = (one: string) => `NEW_${snakeCase(one).toUpperCase()}`

/** Resources that are keyed like those of the kit, and have a router. Those of specs are among them. */
export function targetsByHand(found: Found): Map<string, Handmade> {
  const { models } = found.schema
  return new Map(models.filter(isOwnedRow).flatMap((model) => handmade(model, found)))
}

const isOwnedRow = ({ key }: ModelState) => key.join() === 'userId,id'

function handmade(
  model: ModelState,
  { schema, routers, paths, web, migrations }: Found,
): [string, Handmade][] {
  const one = uncapitalized(model.name)
  if (!routers.includes(one)) return []
  const many = model.table.replaceAll(/_+(\w)/g, (_, letter: string) => letter.toUpperCase())
  const names = namesOf(one, many)
  const hasTrash = schema.models.some(({ name }) => name === `Deleted${model.name}`)
  const has = (name: string) => migrations.some((folder) => folder.replace(/^\d+_/, '') === name)
  // The builder writes no trash, though somebody may have given one to what it made.
  const isExtended = has(extending(model.table)) || (hasTrash && !has(`add_${model.table}`))
  const parameters = paths[`/api/v1/{userId}/${names.path}`]?.get?.parameters ?? []
  const byHand = {
    fields: model.fields.flatMap(({ name, column }) => [name, column]),
    parameters: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    isInWeb: declaredAs(web, webDefaults(one)) !== undefined,
  }
  const parent = parentIn(paths, names.path)
  return [[one, { target: { names, isOwned: true, hasTrash, byHand, parent }, isExtended }]]
}

/** What a resource is below, if its path in the documentation says so: `/{userId}/tasks/{taskId}/files`. */
function parentIn(paths: Found['paths'], path: string): NamesOf | undefined {
  const pattern = /^\/api\/v1\/\{userId\}\/([^/]+)\/\{(\w+)Id\}\/([^/]+)$/
  for (const [, many, one, last] of Object.keys(paths).map((it) => pattern.exec(it) ?? []))
    if (last === path && one !== undefined && many !== undefined) return namesOf(one, camelCase(many) ?? many)
  return undefined
}
