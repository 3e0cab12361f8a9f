import { z } from 'zod'

/** The input of a procedure without fields. Fields that are sent anyway are refused by name, not ignored. */
export const noInput = z.strictObject({}).optional()

/** The fields without those that are `undefined`, as an optional field may be. */
export function omitUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}
