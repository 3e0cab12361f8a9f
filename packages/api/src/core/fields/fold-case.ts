/**
 * A text as it is compared without regard to case. It is `fold_case` of the database: composed, and by capitals, so that `ß` is
 * `SS` and both small sigmas are one.
 */
export const foldCase = (text: string): string => text.normalize('NFC').toLowerCase().toUpperCase()
