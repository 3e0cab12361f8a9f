import { filters as words } from '../../english/task/filters.ts'
import { projects as projectWords } from '../../english/task/projects.ts'
import { NO_PROJECT } from '../../sync/lists/task-order.ts'
import { DEFAULTS, type TaskQuery } from '../task-query.ts'

/** The filters of the list in the order in which they are shown. */
export const FILTERS = ['status', 'due', 'priority', 'project', 'tag'] as const
export type FilterName = (typeof FILTERS)[number]

/** Those that a list has: all tasks of a project have the same one. */
export const filtersFor = (isOfProject: boolean): FilterName[] =>
  FILTERS.filter((name) => !(isOfProject && name === 'project'))

export const isActive = (query: TaskQuery, name: FilterName): boolean =>
  String(query[name]) !== String(DEFAULTS[name])

/** The change that takes a filter away. */
export const without = (name: FilterName): Partial<TaskQuery> => ({ [name]: DEFAULTS[name] })

/** The chosen values of a filter in words. A project that is not known yet has no name. */
export function filterValue(
  query: TaskQuery,
  name: FilterName,
  projectName: (id: string) => string | undefined,
): string {
  switch (name) {
    case 'status':
      return words.status[query.status]
    case 'due':
      return words.due[query.due]
    case 'priority':
      return query.priority.map((one) => words.priority[one]).join(', ')
    case 'tag':
      return query.tag.map((tag) => `#${tag}`).join(', ')
    case 'project':
      return query.project
        .flatMap((id) => (id === NO_PROJECT ? projectWords.none : projectName(id)) ?? [])
        .join(', ')
  }
}
