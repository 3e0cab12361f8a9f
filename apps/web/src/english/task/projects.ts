import type { ProjectColor } from '../../api/trpc.ts'
import { plural } from '../common.ts'

export const COLOR: Record<ProjectColor, string> = {
  grey: 'Grey',
  red: 'Red',
  orange: 'Orange',
  yellow: 'Yellow',
  green: 'Green',
  blue: 'Blue',
  purple: 'Purple',
}

export const projects = {
  title: 'Projects',
  none: 'No project',
  list: 'Projects',
  archivedTitle: 'Archived',
  archivedList: 'Archived projects',
  archivedText: 'Hidden from the sidebar and menus. Their tasks stay where they are.',
  isArchived: 'This project is archived.',
  open: (count: number) => (count === 0 ? 'Nothing open' : `${count.toLocaleString('en')} open`),
  create: 'New project',
  created: (name: string) => `Project “${name}” added`,
  edit: 'Edit',
  editTitle: 'Edit the project',
  saved: 'Project changed',
  archive: 'Archive',
  archived: (name: string) => `“${name}” is archived`,
  unarchive: 'Unarchive',
  unarchived: (name: string) => `“${name}” is back`,
  actions: (name: string) => `Actions for “${name}”`,
  name: 'Name',
  description: 'Description',
  color: 'Colour',
  add: 'Add project',
  save: 'Save',
  busy: 'Saving…',
  taken: 'You already have a project with this name',
  changedElsewhere: 'The project was changed elsewhere in the meantime. Save again to overwrite it',
  goneElsewhere: 'The project is no longer there: it was deleted elsewhere',
  delete: 'Delete…',
  deleteNow: 'Delete the project',
  deleteTitle: (name: string) => `Delete “${name}”?`,
  deleteText: (tasks: number | undefined) => {
    if (tasks === undefined) return 'Its tasks stay, without a project. The project itself is gone for good.'
    if (tasks === 0) return 'It has no tasks. The project is gone for good.'
    return tasks === 1
      ? 'Its task stays, without a project. The project itself is gone for good.'
      : `Its ${plural(tasks, 'task')} stay, without a project. The project itself is gone for good.`
  },
  deleted: (name: string) => `Project “${name}” deleted`,
  offline: 'Projects can only be changed while you are connected. What you typed stays here until then.',
  empty: {
    title: 'No projects yet',
    text: 'A project keeps tasks together. Name it in a new task, as in +Home, or choose it in the task.',
  },
  gone: { title: 'Project not found', text: 'It may have been deleted. Its tasks are still there.' },
} as const
