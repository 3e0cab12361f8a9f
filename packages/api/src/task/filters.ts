import { likePattern } from '../core/text.ts'
import type { ListTasks } from './schema.ts'
import type { Values } from './sql.ts'

/** The conditions that a query puts on tasks beside whose they are. `now` is what "overdue" is measured against. */
export function filters(values: Values, query: ListTasks, now: Date): string[] {
  const { status, priority, tag, dueBefore, dueAfter, overdue, q } = query
  const all: string[] = []
  if (status) all.push(`status = ANY(${values.anyOf('status', [status].flat())})`)
  if (priority) all.push(`priority = ANY(${values.anyOf('priority', [priority].flat())})`)
  if (tag) all.push(`tags && ${values.of('tags', [tag].flat())}`)
  if (dueBefore) all.push(`due_at < ${values.of('dueAt', dueBefore)}`)
  if (dueAfter) all.push(`due_at > ${values.of('dueAt', dueAfter)}`)
  if (overdue === true) all.push(`(due_at < ${values.of('dueAt', now)} AND status <> 'done')`)
  if (overdue === false) {
    all.push(`(due_at IS NULL OR due_at >= ${values.of('dueAt', now)} OR status = 'done')`)
  }
  for (const word of q?.split(/\s+/u).filter(Boolean) ?? []) {
    const pattern = values.as('text', `%${likePattern(word)}%`)
    all.push(`(${mentions(pattern)})`)
  }
  return all
}

/**
 * The indexes of words hold those tasks only that are said to be in them, and PostgreSQL uses them only where it is asked
 * in just these terms. It reads the others one by one.
 */
function mentions(pattern: string): string {
  return [
    `(is_indexed AND title ILIKE ${pattern})`,
    `(is_indexed AND description ILIKE ${pattern})`,
    `(NOT is_indexed AND (title ILIKE ${pattern} OR description ILIKE ${pattern}))`,
  ].join(' OR ')
}
