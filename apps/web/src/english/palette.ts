/** Texts of the palette. */
export const palette = {
  title: 'Search and commands',
  placeholder: 'Find a task, open a page or run a command…',
  nothing: 'Nothing found',
  tasks: 'Tasks',
  tags: 'Tags',
  settings: 'Settings',
  moveTo: (project: string) => `Move to ${project}`,
  takeOut: 'Move out of its project',
  resources: 'Lists',
} as const
