import { z } from 'zod'

/** The id of a new row. A client may know a row before the server does: an optimistic one, or one made offline. */
export const newId = z.uuidv7({ error: 'must be a UUID of version 7' }).toLowerCase()

export const version = z.int().min(1).max(2_147_483_647)

/** The condition on a write: the version, or one of the versions, that the row must still have. */
export const ifVersion = z.union([version, z.array(version).max(50)]).optional()

/** A filter that takes one value, or several of which any will do. */
export const anyOf = <T extends z.ZodType>(one: T, max: number) =>
  z.union([one, z.array(one).min(1).max(max)]).optional()
