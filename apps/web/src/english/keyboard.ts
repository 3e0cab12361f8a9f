/** What the key of shortcuts is called on this device. */
export const MOD = /Mac|iP/.test(globalThis.navigator?.platform) ? '⌘' : 'Ctrl'

export const keyboard = {
  groups: { anywhere: 'Anywhere', go: 'Go to' },
  quickAdd: 'Add a task',
  openPalette: 'Search and commands',
  undo: 'Undo the last change',
  redo: 'Redo the last undone change',
  help: 'Show keyboard shortcuts',
} as const
