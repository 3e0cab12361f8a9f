export const quickAdd = {
  title: 'Add a task',
  label: 'New task',
  placeholder: 'Add a task: Buy milk tomorrow 5pm #home !high',
  add: 'Add',
  recognised: 'Recognised in your text',
  kind: { due: 'Due', tag: 'Tag', priority: 'Priority', project: 'Project' },
  repeating: 'Due, and again and again',
  past: (due: string) => `${due}, in the past`,
  reject: (text: string) => `Keep “${text}” as words of the title`,
  withoutProject: (name: string) => `Without the project “${name}”`,
  noTitle: 'Add a few words for the title',
  titleTooLong: (length: number, max: number) =>
    `The title has ${length} characters. It may have ${max}: the rest could go into the notes`,
  lineTooLong: (length: number, max: number) => `The line has ${length} characters. It may have ${max}`,
  refused: (count: number) =>
    count === 1
      ? 'A task could not be added as it was typed.'
      : `${count} tasks could not be added as they were typed.`,
  edit: 'Edit',
} as const
