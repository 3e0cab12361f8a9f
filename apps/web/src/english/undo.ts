/** Texts of undoing and redoing changes. */
export const undoing = {
  undo: 'Undo',
  nothingToUndo: 'Nothing to undo',
  undone: (label: string) => `Undone: ${inSentence(label)}`,
  redo: 'Redo',
  nothingToRedo: 'Nothing to redo',
  redone: (label: string) => `Redone: ${inSentence(label)}`,
} as const

const inSentence = (label: string) => label.charAt(0).toLowerCase() + label.slice(1)
