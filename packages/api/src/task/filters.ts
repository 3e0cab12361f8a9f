import { likePattern } from '../core/fields/text.ts'
import { filtersOf } from '../resource/list/filters.ts'
import type { Condition } from '../resource/list/list-statement.ts'
import { wordsOf } from '../resource/list/search.ts'
import type { Values } from '../resource/statement.ts'
import type { ListTasks } from './schema.ts'
import { taskTable } from './table.ts'

/** Those that the kit has for any field. */
const BY_FIELD = [filtersOf(taskTable, { equalTo: ['status', 'priority'] })]

/** The conditions of a query, in addition to the owner. `now` decides what is overdue. */
export function taskFilters(values: Values, query: ListTasks, now: Date): Condition[] {
  const { tag, project, dueBefore, dueAfter, hasDueDate, overdue, q } = query
  const all = BY_FIELD.flatMap((filters) => filters(values, query))
  const add = (name: string, text: string) => all.push({ name, text })
  if (tag) add('tag', `tags && ${values.of('tags', [tag].flat())}`)
  if (project) all.push(inProject(values, [project].flat()))
  if (dueBefore) add('dueBefore', `due_at < ${values.of('dueAt', dueBefore)}`)
  if (dueAfter) add('dueAfter', `due_at > ${values.of('dueAt', dueAfter)}`)
  if (hasDueDate !== undefined) all.push({ text: `due_at IS ${hasDueDate ? 'NOT NULL' : 'NULL'}` })
  if (overdue === true) add('overdue', `(due_at < ${values.of('dueAt', now)} AND status <> 'done')`)
  if (overdue === false) {
    add('not-overdue', `(due_at IS NULL OR due_at >= ${values.of('dueAt', now)} OR status = 'done')`)
  }
  for (const word of wordsOf(q ?? '')) {
    all.push({ text: `(${mentions(`fold_case(${values.as('text', `%${likePattern(word)}%`)})`)})` })
  }
  return all
}

/** One project has a text of its own, since the index has the tasks of one project in order, and not those of several. */
function inProject(values: Values, projects: readonly string[]): Condition {
  const ids = [...new Set(projects.filter((project) => project !== 'none'))]
  const [id, ...others] = ids
  if (id === undefined) return { name: 'no-project', text: 'project_id IS NULL' }
  const isOneOf =
    others.length > 0
      ? `project_id = ANY(${values.anyOf('projectId', ids)})`
      : `project_id = ${values.of('projectId', id)}`
  if (projects.includes('none')) return { text: `(project_id IS NULL OR ${isOneOf})` }
  return others.length > 0 ? { text: isOneOf } : { name: 'project', text: isOneOf }
}

/**
 * The trigram indexes hold the tasks with `is_indexed` only, and PostgreSQL uses them only where a condition says so in these
 * terms. It reads the others one by one.
 */
function mentions(pattern: string): string {
  return [
    `(is_indexed AND fold_case(title) LIKE ${pattern})`,
    `(is_indexed AND fold_case(description) LIKE ${pattern})`,
    `(NOT is_indexed AND (fold_case(title) LIKE ${pattern} OR fold_case(description) LIKE ${pattern}))`,
  ].join(' OR ')
}
