export const quickAdd = {
  title: 'Add a task',
  label: 'New task',
  placeholder: 'Add a task: Buy milk tomorrow 5pm #home !high',
  add: 'Add',
  recognised: 'Recognised in your text',
  noTitle: 'Add a few words for the title',
  titleTooLong: (length: number, max: number) =>
    `The title has ${length} characters, and the limit is ${max}. The rest could go into the notes`,
  lineTooLong: (length: number, max: number) => `The line has ${length} characters, and the limit is ${max}`,
  refused: (count: number) =>
    count === 1
      ? 'A task could not be added as it was typed.'
      : `${count} tasks could not be added as they were typed.`,
  edit: 'Edit',
} as const
