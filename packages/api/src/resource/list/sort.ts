import { z } from 'zod'

export interface SortKey<Field extends string = string> {
  field: Field
  direction: 'asc' | 'desc'
}

/** What the documentation says about a `sort` parameter. */
interface SortMeta {
  description: string
  examples?: string[]
}

/** The schema of `sort=-priority,dueAt`: comma-separated fields, `-` for descending. */
export function sortOf<Field extends string>(fields: readonly Field[], meta: SortMeta) {
  const parseKey = (key: string): SortKey<Field> | undefined => {
    const isDescending = key.startsWith('-')
    const field = fields.find((name) => name === (isDescending ? key.slice(1) : key))
    return field && { field, direction: isDescending ? 'desc' : 'asc' }
  }
  return z
    .string()
    .meta({ ...meta })
    .transform((value, ctx): SortKey<Field>[] => {
      const keys = value.split(',').map(parseKey)
      const refuse = (message: string) => {
        ctx.issues.push({ code: 'custom', message, input: value })
        return z.NEVER
      }
      const known = keys.filter((key) => key !== undefined)
      if (known.length < keys.length) {
        return refuse(
          `must be a comma-separated list of ${fields.join(', ')}, each with - before it to descend`,
        )
      }
      if (new Set(known.map(({ field }) => field)).size < known.length) {
        return refuse('must not name a key twice')
      }
      return known
    })
}
