import type { Field } from '../import/read/columns.ts'
import type { Trouble } from '../import/read/imported-task.ts'
import type { TableProblem } from '../import/read/table.ts'
import { plural } from './common.ts'

const FIELD: Record<Field | 'ignored', string> = {
  title: 'Title',
  notes: 'Notes',
  status: 'Status',
  priority: 'Priority',
  due: 'Due date',
  recurrence: 'Repeats',
  tags: 'Tags',
  project: 'Project',
  ignored: 'Leave out',
}

const PROBLEM: Record<TableProblem, string> = {
  'too large': 'is larger than 5 MB',
  'too many rows': 'has more than 10,000 rows',
  empty: 'has no tasks: the first row names the columns, and each further row is a task',
  'not text': 'is not a CSV file',
}

const TROUBLE: Record<Trouble, (count: number) => string> = {
  due: (count) => `${plural(count, 'date')} could not be read`,
  recurrence: (count) => `${plural(count, 'rule')} could not be read`,
  priority: (count) => `${plural(count, 'priority', 'priorities')} could not be read`,
  status: (count) => `${plural(count, 'status', 'statuses')} could not be read`,
  tags: (count) => `${plural(count, 'task')} had too many tags, or tags that are too long`,
  title: (count) => `${plural(count, 'title')} had to be shortened`,
  notes: (count) => `${plural(count, 'note')} had to be shortened to 10,000 characters`,
}

export const importing = {
  title: 'Import tasks',
  text: 'From a CSV file of any program, such as a spreadsheet, or from the files that Todoist exports. You see the result before anything is added.',
  choose: 'Choose a CSV file',
  another: 'Choose another file',
  several: 'You can choose several of Todoist’s files at once.',
  problem: (file: string, problem: TableProblem) => `${file} ${PROBLEM[problem]}`,
  mixed: 'Choose one file, or several that Todoist has exported',
  columns: {
    title: 'Columns',
    text: 'What each column of the file holds.',
    unnamed: (index: number) => `Column ${index}`,
    of: (example: string) => `Such as “${example}”`,
  },
  fields: FIELD,
  into: 'Project',
  named: 'As the file says',
  none: 'No project',
  preview: 'What will be added',
  /** The number of tasks and of projects that are made. */
  summary: (tasks: number, projects: number) =>
    `${plural(tasks, 'task')}${projects > 0 ? `, and ${plural(projects, 'new project')}` : ''}`,
  noTitle: 'Choose the column that has the title',
  more: (count: number) => `… and ${plural(count, 'more task')}`,
  troubles: (counts: [Trouble, number][]) =>
    counts.map(([trouble, count]) => TROUBLE[trouble](count)).join('. '),
  kept: 'What could not be read is kept in the notes.',
  isKept: 'Part of this row is kept in its notes',
  add: (count: number) => `Add ${plural(count, 'task')}`,
  sending: (done: number, total: number) => `${done.toLocaleString('en')} of ${plural(total, 'task')} added`,
  waiting: 'The server asked for a short pause. The import continues by itself.',
  stopped: 'Not all tasks were added. Those that were are kept, and none is added twice.',
  goOn: 'Continue',
  done: (tasks: number) => `${plural(tasks, 'task')} added`,
  refused: (count: number) => `${plural(count, 'row')} could not be added`,
  row: (row: number, title: string, message: string) => `Row ${row}, “${title}”: ${message}`,
  undo: 'Undo the import',
  undoing: 'Undoing…',
  undone: 'The import is undone. Its tasks are in the trash.',
  show: 'Show the tasks',
  offline: 'Importing needs a connection.',
}
