export const quickAdd = {
  title: 'Add a task',
  label: 'New task',
  placeholder: 'Add a task: Buy milk tomorrow 5pm #home !high',
  add: 'Add',
  recognised: 'Recognised in your text',
  kind: { due: 'Due', tag: 'Tag', priority: 'Priority' },
  reject: (text: string) => `Keep “${text}” as words of the title`,
} as const
