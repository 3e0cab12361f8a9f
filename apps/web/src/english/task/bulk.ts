/** Texts of the toolbar for the selected tasks. */
export const bulk = {
  selected: (count: number) => `${count} selected`,
  selectAll: 'Select all loaded',
  clearSelection: 'Clear selection',
  complete: 'Complete',
  reopen: 'Reopen',
  priority: 'Priority',
  tag: 'Add tag',
  tagName: 'Tag',
  tagsFull: (count: number, max: number) =>
    count === 1 ? `A task already has ${max} tags` : `${count} tasks already have ${max} tags`,
  project: 'Project',
  due: 'Due',
  delete: 'Delete',
} as const
