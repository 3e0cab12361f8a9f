import { plural } from '../common.ts'

export const board = {
  title: 'Board',
  columns: 'Tasks by status',
  add: 'Add a task',
  hint: 'Arrow keys go from card to card; with Shift they move a card to another column.',
  count: (count: number) => plural(count, 'task'),
  empty: { todo: 'Nothing to do', in_progress: 'Nothing in progress', done: 'Nothing done yet' },
  dropHere: 'Drop a card here, or move it with Shift and an arrow key.',
  moveCard: (title: string) => `Move “${title}”`,
  moveTo: (status: string) => `Move to ${status}`,
  keys: {
    group: 'Board',
    cards: 'Go from card to card',
    left: 'Move the card to the previous column',
    right: 'Move the card to the next column',
  },
} as const
