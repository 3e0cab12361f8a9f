import { z } from 'zod'
import { lookupId } from '../core/fields/text.ts'

/** The id of a new row: any UUID. A client may know a row before the server does: an optimistic one, or one made offline. */
export const newId = lookupId

export const version = z.int().min(1).max(2_147_483_647)

/** The condition on a write: the version, or one of the versions, that the row must still have. */
export const ifVersion = z.union([version, z.array(version).max(50)]).optional()

/** A filter that takes one value, or several of which any will do. */
export const anyOf = <T extends z.ZodType>(one: T, max: number) =>
  z.union([one, z.array(one).min(1).max(max)]).optional()

type WithoutDefault<Field> = Field extends z.ZodDefault<infer Inner> ? Inner : Field
type Optional<Fields> = {
  [F in keyof Fields]: WithoutDefault<Fields[F]> extends infer Field extends z.ZodType
    ? z.ZodOptional<Field>
    : never
}

/**
 * The inputs of a resource's calls. `fields` are what a caller can set, each with the default that creating and replacing
 * give it. `parent` names the ids in the path above the resource: `{ taskId: lookupId }`.
 */
export function inputsOf<Fields extends z.ZodRawShape, Parent extends z.ZodRawShape>(
  fields: Fields,
  parent: Parent,
) {
  const key = { ...parent, id: lookupId }
  const changes = Object.fromEntries(
    Object.entries(fields as z.ZodRawShape).map(([name, field]) => [
      name,
      z.optional(field instanceof z.ZodDefault ? field.unwrap() : field),
    ]),
  ) as Optional<Fields>
  return {
    get: z.strictObject(key),
    create: z.strictObject({ ...fields, ...parent, id: newId.optional() }),
    replace: z.strictObject({ ...fields, ...key, ifVersion }),
    update: z.strictObject({ ...key, ...changes, ifVersion }),
    /** Of a deletion, or of an action on one row. */
    action: z.strictObject({ ...key, ifVersion }),
  }
}
