import { plural } from '../common.ts'

/** Texts of the panel of a task. */
export const taskDetails = {
  details: 'Task',
  description: 'Notes',
  descriptionPlaceholder: 'Add notes…',
  status: 'Status',
  tooManyTags: (count: number, max: number) => `That is ${count} tags, and the limit is ${max}`,
  tagTooLong: (max: number) => `A tag can have up to ${max} characters`,
  tags: 'Tags',
  addTag: 'Add tag',
  removeTag: (tag: string) => `Remove #${tag}`,
  /** Stands for a tag that no task has yet. */
  newTag: (tag: string) => `Add “${tag}”`,
  suggestions: 'Suggestions',
  properties: 'Properties',
  more: 'More actions',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  linkNotCopied: 'The browser did not allow copying',
  edit: 'Edit',
  reminder: 'Reminder',
  noReminder: 'No reminder',
  remindBefore: (minutes: number) => (minutes === 0 ? 'At the time' : `${duration(minutes)} before`),
  /** In a notification. */
  dueThen: (when: string) => `Due: ${when}`,
  saving: 'Saving…',
  keptOffline: 'Kept on this device until the server answers',
  saved: 'Saved',
  created: (when: string) => `Created ${when}`,
  updated: (when: string) => `Changed ${when}`,
  completed: (when: string) => `Completed ${when}`,
  gone: 'This task does not exist. It may have been deleted.',
  typed: 'What you typed, which could not be saved',
} as const

function duration(minutes: number): string {
  if (minutes % 1440 === 0) return plural(minutes / 1440, 'day')
  return minutes % 60 === 0 ? plural(minutes / 60, 'hour') : plural(minutes, 'minute')
}
