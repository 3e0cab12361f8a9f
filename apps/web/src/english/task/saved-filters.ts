export const savedFilters = {
  title: 'Filters',
  save: 'Save filter',
  name: 'Name',
  note: 'It appears in the sidebar. It is kept on this device only.',
  remove: (name: string) => `Remove the filter “${name}”`,
} as const
