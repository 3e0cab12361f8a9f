import { plural } from '../common.ts'

/** Texts of the panel of a task. */
export const taskDetails = {
  details: 'Task',
  description: 'Notes',
  descriptionPlaceholder: 'Add notes…',
  tags: 'Tags',
  tagsHint: 'Separated by commas',
  reminder: 'Reminder',
  noReminder: 'None',
  remindBefore: (minutes: number) => (minutes === 0 ? 'At the time' : `${duration(minutes)} before`),
  /** In a notification. */
  dueThen: (when: string) => `Due: ${when}`,
  saving: 'Saving…',
  keptOffline: 'Kept on this device until the server answers',
  saved: 'Saved',
  created: (when: string) => `Added ${when}`,
  updated: (when: string) => `changed ${when}`,
  completed: (when: string) => `completed ${when}`,
  gone: 'This task is not there: it may have been deleted.',
  typed: 'What you typed and could not be saved',
} as const

function duration(minutes: number): string {
  if (minutes % 1440 === 0) return plural(minutes / 1440, 'day')
  return minutes % 60 === 0 ? plural(minutes / 60, 'hour') : plural(minutes, 'minute')
}
