import type { RestRoute } from '@tandem/rest/meta'
import { z } from 'zod'
import { taskPage } from './schema.ts'

// The tasks have been validated already; only the page is needed.
const pageAlone = taskPage.pick({ page: true })
const askedByOffset = z.object({ offset: z.unknown().refine((offset) => offset !== undefined) })

/** The `Link` header of a page. Whoever pages by offset goes on by offset; everyone else by cursor, which neither repeats nor skips. */
export const pageLinks: NonNullable<RestRoute['links']> = ({ input, output }) => {
  const { page } = pageAlone.parse(output)
  const byOffset = page.offset !== null && askedByOffset.safeParse(input).success
  const next = byOffset ? { offset: (page.offset ?? 0) + page.limit } : { cursor: page.nextCursor }
  return { first: { cursor: null, offset: byOffset ? 0 : null }, ...(page.hasMore && { next }) }
}
