import { plural } from './common.ts'

/** Texts about changes that wait to be sent. A title is undefined where the task is not known. */
export const waiting = {
  title: 'Changes to be sent',
  text: 'They are kept on this device, and sent in this order as soon as the server answers.',
  none: 'Everything has been sent.',
  signOut: {
    title: 'Sign out and lose changes?',
    text: (count: number) =>
      count === 1
        ? '1 change has not been sent yet. Signing out removes it from this device.'
        : `${count} changes have not been sent yet. Signing out removes them from this device.`,
    action: 'Sign out anyway',
  },
  add: (title: string) => `Add “${title}”`,
  edit: (what: string | undefined, title: string | undefined) =>
    what === undefined ? `Change ${quoted(title)}` : `Change ${what} of ${quoted(title)}`,
  complete: (title: string | undefined) => `Complete ${quoted(title)}`,
  move: (title: string | undefined, where: string) => `Move ${quoted(title)} to “${where}”`,
  delete: (title: string | undefined) => `Delete ${quoted(title)}`,
  restore: (title: string | undefined) => `Restore ${quoted(title)}`,
  completeMany: (count: number) => `Complete ${plural(count, 'task')}`,
  editMany: (count: number) => `Change ${plural(count, 'task')}`,
  deleteMany: (count: number) => `Delete ${plural(count, 'task')}`,
  addComment: (title: string | undefined) => `Comment on ${quoted(title)}`,
  editComment: (title: string | undefined) => `Change a comment on ${quoted(title)}`,
  deleteComment: (title: string | undefined) => `Delete a comment on ${quoted(title)}`,
  fields: {
    title: 'the title',
    description: 'the notes',
    status: 'the status',
    priority: 'the priority',
    tags: 'the tags',
    dueAt: 'the due date',
    dueOn: 'the due date',
    recurrence: 'how it repeats',
    recurrenceFrom: 'how it repeats',
    reminder: 'the reminder',
    projectId: 'the project',
  },
} as const

const quoted = (title: string | undefined) => (title === undefined ? 'a task' : `“${title}”`)
