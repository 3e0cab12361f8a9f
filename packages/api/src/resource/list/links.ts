import type { RestRoute } from '@tandem/rest/meta'
import type { PageQuery } from './cursor.ts'
import type { PageInfo } from './page.ts'

/**
 * The `Link` header of a page. A caller that pages by offset is sent on by offset; everyone else by cursor, which neither
 * repeats nor skips a row.
 */
export const pageLinks: NonNullable<RestRoute['links']> = (answered) => {
  // The meta does not know the types of input and output. Every list made by the kit has these.
  const input = answered.input as Partial<PageQuery> | undefined
  const { page } = answered.output as { page: PageInfo }
  const offset = page.offset ?? null
  const isByOffset = offset !== null && (input?.offset !== undefined || page.nextCursor === undefined)
  const next = isByOffset ? { offset: offset + page.limit } : { cursor: page.nextCursor ?? null }
  return { first: { cursor: null, offset: isByOffset ? 0 : null }, ...(page.hasMore && { next }) }
}
