import { z } from 'zod'

export const SORT_FIELDS = ['createdAt', 'updatedAt', 'dueAt', 'priority', 'title', 'status'] as const
export type SortField = (typeof SORT_FIELDS)[number]

export interface SortKey {
  field: SortField
  direction: 'asc' | 'desc'
}

/** `sort=-priority,dueAt`: comma-separated keys, `-` for descending. */
export const sort = z
  .string()
  .meta({
    description: 'Comma-separated keys, `-` for descending; no due date comes last either way',
    examples: ['-priority,dueAt'],
  })
  .transform((value, ctx): SortKey[] => {
    const keys = value.split(',').map(parseKey)
    const refuse = (message: string) => {
      ctx.issues.push({ code: 'custom', message, input: value })
      return z.NEVER
    }
    const known = keys.filter((key) => key !== undefined)
    if (known.length < keys.length)
      return refuse(
        `must be a comma-separated list of ${SORT_FIELDS.join(', ')}, each with - before it to descend`,
      )
    if (new Set(known.map(({ field }) => field)).size < known.length)
      return refuse('must not name a key twice')
    return known
  })

function parseKey(key: string): SortKey | undefined {
  const descending = key.startsWith('-')
  const field = SORT_FIELDS.find((name) => name === (descending ? key.slice(1) : key))
  return field && { field, direction: descending ? 'desc' : 'asc' }
}
