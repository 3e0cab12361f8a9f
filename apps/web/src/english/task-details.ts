/** Texts of the panel of a task. */
export const taskDetails = {
  details: 'Task',
  description: 'Notes',
  descriptionPlaceholder: 'Add notes…',
  tags: 'Tags',
  tagsHint: 'Separated by commas',
  allDay: 'Without a time it is due by the end of the day, 23:59',
  incompleteDate: 'This date is not complete, so it was not saved',
  incompleteTime: 'This time is not complete, so it was not saved',
  saving: 'Saving…',
  keptOffline: 'Kept on this device until the server answers',
  saved: 'Saved',
  created: (when: string) => `Added ${when}`,
  updated: (when: string) => `changed ${when}`,
  completed: (when: string) => `completed ${when}`,
  gone: 'This task is not there: it may have been deleted.',
  typed: 'What you typed and could not be saved',
} as const
