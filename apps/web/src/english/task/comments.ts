import { MOD } from '../keyboard.ts'

export const comments = {
  title: 'Comments',
  list: 'Comments',
  label: 'New comment',
  placeholder: 'Add a comment…',
  add: 'Comment',
  hint: `${MOD} Enter to send`,
  none: 'No comments yet',
  edited: 'edited',
  waiting: 'Waiting to be sent',
  edit: 'Edit',
  editOf: (body: string) => `Edit the comment “${start(body)}”`,
  editing: 'Edit the comment',
  delete: 'Delete',
  deleteOf: (body: string) => `Delete the comment “${start(body)}”`,
  deleteAsk: 'Delete this comment for good?',
  unsent: 'A comment that could not be added',
  again: 'Send again',
  discard: 'Discard',
  offline: 'Comments appear once the server responds. Anything you add now is kept here, and sent then.',
} as const

const MAX_NAMED = 30

const start = (text: string) => (text.length > MAX_NAMED ? `${text.slice(0, MAX_NAMED).trim()}…` : text)
