export const keyboard = {
  groups: { anywhere: 'Anywhere', go: 'Go to' },
  quickAdd: 'Add a task',
  openPalette: 'Search and commands',
  undo: 'Undo the last change',
  redo: 'Redo the last undone change',
  help: 'Show keyboard shortcuts',
} as const
