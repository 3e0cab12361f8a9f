import { plural } from '../common.ts'

/** Texts of the page of all tasks, and of the list of a project. */
export const taskList = {
  title: 'Tasks',
  list: 'Tasks',
  count: (total: number) => plural(total, 'task'),
  search: 'Search tasks',
  sort: 'Sort',
  sortBy: {
    '-createdAt': 'Newest first',
    createdAt: 'Oldest first',
    'dueAt,-priority': 'Due date',
    '-priority,dueAt': 'Priority',
    title: 'Title',
    '-updatedAt': 'Last changed',
  },
  clear: 'Clear filters',
  empty: {
    title: 'All clear',
    text: 'Nothing to do here. Add a task above.',
    hint: 'Press c to add one from any page.',
  },
  noMatch: {
    title: 'Nothing matches',
    text: 'No tasks match these filters. Change or clear them to see more.',
  },
  addedHidden: (title: string) => `“${title}” was added, but the filters hide it.`,
  addedBelow: (title: string) => `“${title}” was added further down the list.`,
  show: 'Show it',
  failed: 'The tasks could not be loaded.',
} as const
