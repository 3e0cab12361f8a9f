/** Texts of what was recognised in a line of quick add. */
export const linePreview = {
  kind: { due: 'Due', tag: 'Tag', priority: 'Priority', project: 'Project' },
  repeating: 'Due, and repeating',
  past: (due: string) => `${due}, in the past`,
  reject: (text: string) => `Keep “${text}” in the title`,
  withoutProject: (name: string) => `Without the project “${name}”`,
} as const
