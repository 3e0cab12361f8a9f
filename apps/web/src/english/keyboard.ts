export const keyboard = {
  palette: 'Search and commands',
  placeholder: 'Find a task, go somewhere, do something…',
  nothing: 'Nothing is called that',
  tasks: 'Tasks',
  shortcuts: 'Keyboard shortcuts',
  groups: { anywhere: 'Anywhere', go: 'Go to' },
  quickAdd: 'Add a task',
  openPalette: 'Search and commands',
  undo: 'Undo the last change',
  redo: 'Redo what was undone',
  help: 'Show keyboard shortcuts',
} as const
