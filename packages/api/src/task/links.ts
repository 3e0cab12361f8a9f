import type { RestRoute } from '@tandem/rest/meta'
import type { ListTasks, TaskPage } from './schema.ts'

/** The `Link` header of a page. Whoever pages by offset goes on by offset; everyone else by cursor, which neither repeats nor skips. */
export const pageLinks: NonNullable<RestRoute['links']> = (answered) => {
  // What a procedure takes and answers is not in its meta's type; these are those of `task.list`, checked by it.
  const input = answered.input as Partial<ListTasks> | undefined
  const { page } = answered.output as TaskPage
  const byOffset = page.offset !== null && input?.offset !== undefined
  const next = byOffset ? { offset: (page.offset ?? 0) + page.limit } : { cursor: page.nextCursor }
  return { first: { cursor: null, offset: byOffset ? 0 : null }, ...(page.hasMore && { next }) }
}
