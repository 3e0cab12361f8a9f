/** Where to read on, for those whose command is refused. */
export const GUIDE = 'docs/scaling.md'
