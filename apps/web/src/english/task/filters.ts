import { plural } from '../common.ts'
import { PRIORITY, STATUS } from '../tasks.ts'

export const filters = {
  filter: 'Filter',
  active: 'Active filters',
  find: 'Find a filter',
  nothing: 'No filters match.',
  saved: 'Saved filters',
  clear: 'Clear',
  label: { status: 'Status', due: 'Due', priority: 'Priority', project: 'Project', tag: 'Tag' },
  status: { open: 'Open', ...STATUS, all: 'All' },
  due: { any: 'Any time', overdue: 'Overdue', today: 'Today', week: 'Next 7 days', none: 'No date' },
  priority: PRIORITY,
  remove: (label: string, value: string) => `Remove the filter ${label}: ${value}`,
  show: (count: number | undefined) => (count === undefined ? 'Show tasks' : `Show ${plural(count, 'task')}`),
} as const
