/** What a column of a file may be. */
export const FIELDS = [
  'title',
  'notes',
  'status',
  'priority',
  'due',
  'recurrence',
  'tags',
  'project',
] as const
export type Field = (typeof FIELDS)[number]

/** What each column is read as. */
export type Mapping = readonly (Field | 'ignored')[]

/** The names that other programs give to their columns, in lower case. */
const NAMES: Record<Field, readonly string[]> = {
  title: ['title', 'task', 'task name', 'name', 'content', 'subject', 'summary', 'to-do', 'todo'],
  notes: ['notes', 'note', 'description', 'details', 'body', 'comments'],
  status: ['status', 'state', 'completed', 'done', 'is completed', 'complete'],
  priority: ['priority', 'importance'],
  due: ['due', 'due date', 'due on', 'due at', 'duedate', 'date', 'deadline', 'end date'],
  recurrence: ['repeats', 'repeat', 'recurrence', 'rrule', 'recurring'],
  tags: ['tags', 'tag', 'labels', 'label', 'categories', 'category'],
  project: ['project', 'project name', 'list', 'list name', 'folder'],
}

/** Guesses from the names of columns what they are. Of two that may be the same, the one with the likelier name is. */
export function guessMapping(columns: readonly string[]): Mapping {
  const names = columns.map((name) => name.toLowerCase().replaceAll(/[_-]+/g, ' ').trim())
  const mapping: (Field | 'ignored')[] = columns.map(() => 'ignored')
  for (const field of FIELDS) {
    const found = NAMES[field].map((name) => names.indexOf(name)).find((index) => index !== -1)
    if (found !== undefined && mapping[found] === 'ignored') mapping[found] = field
  }
  // Every task has a title.
  if (!mapping.includes('title')) mapping[Math.max(0, mapping.indexOf('ignored'))] = 'title'
  return mapping
}
