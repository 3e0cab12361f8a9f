import { likePattern } from '../text.ts'
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
    all.push(`(title ILIKE ${pattern} OR description ILIKE ${pattern})`)
  }
  return all
}
