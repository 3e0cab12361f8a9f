import { z } from 'zod'

export interface PageInfo {
  limit: number
  /** Absent from lists that have cursors only. */
  offset?: number | null
  totalCount?: number | null
  hasMore: boolean
  /** Absent from lists that have offsets only. */
  nextCursor?: string | null
}

const limit = z.int().min(1).max(100).default(20)
const cursor = z.string().min(1).max(2000).optional()
const offset = z.int().min(0).max(2_147_483_647).optional()

/** The input fields of a list with cursors only, for `z.strictObject({ …, ...cursorInput })`. */
export const cursorInput = { limit, cursor }

/** The input fields of a list with offsets only. */
export const offsetInput = { limit, offset }

/** The input fields of a list with offsets and cursors. Refine the object with {@link notBoth}. */
export const pageInput = { limit, offset, cursor }

/** Refuses a query that has an offset and a cursor: `schema.refine(...notBoth)`. */
export const notBoth: [
  (query: { offset?: number | undefined; cursor?: string | undefined }) => boolean,
  { path: string[]; error: string },
] = [
  (query) => query.offset === undefined || query.cursor === undefined,
  { path: ['cursor'], error: 'must not be given together with offset' },
]

const hasMore = z.boolean()
const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'Opaque; valid only for the query that made it' })

/** A page of a list with cursors only. */
export function cursorPageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), page: z.object({ limit: z.int(), hasMore, nextCursor }) })
}

/** A page of a list with offsets only. */
export function offsetPageOf<Item extends z.ZodType>(item: Item) {
  const totalCount = z.int().meta({ description: 'Exact' })
  return z.object({
    data: z.array(item),
    page: z.object({ limit: z.int(), offset: z.int(), totalCount, hasMore }),
  })
}

/** The answer of a list without pages. */
export function wholeOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item) })
}

/** A page of a list with offsets and cursors. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    page: z.object({
      limit: z.int(),
      offset: z.int().nullable().meta({ description: 'null on a page reached by cursor' }),
      totalCount: z.int().nullable().meta({ description: 'Exact; null on a page reached by cursor' }),
      hasMore,
      nextCursor,
    }),
  })
}
