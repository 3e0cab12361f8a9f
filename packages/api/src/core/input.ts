import { z } from 'zod'

/** For a procedure that takes nothing: what is sent all the same is refused by name, not dropped. */
export const noInput = z.strictObject({}).optional()

/** The fields that were given: an optional field left out may still be there as `undefined`. */
export function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}
