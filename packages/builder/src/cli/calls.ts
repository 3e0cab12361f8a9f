import { sampleOfShape } from '../render/shape/sample-of-shape.ts'
import { wireName } from '../spec/check/field-names.ts'
import { kebabCase } from '../spec/names.ts'
import type { Resource } from '../spec/resource.ts'
import type { FieldSpec } from '../spec/spec.ts'
import { isNullable } from '../spec/values.ts'

/** Lines that call a resource with curl, as the README does. */
export function callsOf(resource: Resource): string[] {
  const { names, parent, isExtension, isOwned, operations, actions, fields, read, write } = resource
  const above = parent ? `/${parent.path}/$${variable(parent.one)}_ID` : ''
  const path = `$API${isOwned ? '/$USER_ID' : ''}${above}/${names.path}`
  const auth = (access: Resource['read']) => (access === 'public' ? '' : ' -H "$AUTH"')
  const bodyOf = (given: readonly FieldSpec[]) =>
    `-H 'content-type: application/json' -d '${JSON.stringify(
      Object.fromEntries(given.map((field) => [wireName(field), sampleOf(field)])),
    ).replaceAll("'", `'\\''`)}'`
  const id = `${path}/$${variable(names.one)}_ID`
  const one = `"${id}"${auth(read)}`
  const changed = (given: readonly FieldSpec[]) => `curl -fsS -X PATCH "${id}"${auth(write)} ${bodyOf(given)}`
  // What a new one must have beside the added fields is not in the spec.
  if (isExtension) return [changed(fields), `curl -fsS ${one}`]
  // What it relates to would have to be there.
  const changeable = fields.find(({ type }) => type !== 'computed' && type !== 'relation')
  return [
    ...(operations.includes('create')
      ? [`curl -fsS "${path}"${auth(write)} ${bodyOf(fields.filter(isNeeded))}`]
      : []),
    ...(operations.includes('list') ? [`curl -fsS "${path}"${auth(read)}`] : []),
    ...(operations.includes('get') ? [`curl -fsS ${one}`] : []),
    ...(operations.includes('update') && changeable ? [changed([changeable])] : []),
    ...actions.map(({ name }) => `curl -fsS -X POST "${id}/${kebabCase(name)}"${auth(write)}`),
  ]
}

/** The address of its page, where the server listens unless it is told otherwise. */
export function pageOf({ names, parent }: Pick<Resource, 'names' | 'parent'>): string {
  return `http://localhost:3000${parent ? `/${parent.path}/$${variable(parent.one)}_ID` : ''}/${names.path}`
}

const variable = (name: string) => name.replaceAll(/([A-Z])/g, '_$1').toUpperCase()

const isNeeded = (field: FieldSpec) =>
  field.type !== 'computed' && !isNullable(field) && (field.default === undefined || field.default === null)

/** A value that the field takes, or the place for one. */
function sampleOf({ type, name, min, max, values, shape }: FieldSpec): unknown {
  switch (type) {
    case 'text':
      return name.padEnd(Number(min ?? 0), '.').slice(0, Number(max ?? 100))
    case 'integer':
      return Number(min ?? max ?? 1)
    case 'decimal':
      return String(min ?? max ?? '1.5')
    case 'boolean':
      return true
    case 'date':
      return min ?? max ?? '2026-01-31'
    case 'instant':
      return min ?? max ?? '2026-01-31T09:00:00Z'
    case 'uuid':
      return '01980000-0000-7000-8000-000000000001'
    case 'enum':
      return values?.[0]
    case 'relation':
      return '…'
    case 'json':
      return sampleOfShape(shape ?? {})
    case 'computed':
      return undefined
  }
}
