import { createTwoFilesPatch } from 'diff'

export type Action = 'create' | 'edit' | 'merge' | 'conflict'

/** What becomes of one file. */
export interface Change {
  /** From the root of the project. */
  path: string
  /** Its text now; undefined where it is new. */
  before: string | undefined
  /** Its text afterwards; undefined where it is removed. */
  after: string | undefined
  /** A removal is an edit that leaves nothing. */
  action: Action
}

/** A change as it is shown to people and printed as JSON. */
export const shown = (change: Change) => ({
  path: change.path,
  action: change.action,
  diff: diffOf(change),
})

/** A unified diff, as Git prints it. */
export function diffOf({ path, before, after }: Change): string {
  const [from, to] = [
    before === undefined ? '/dev/null' : `a/${path}`,
    after === undefined ? '/dev/null' : `b/${path}`,
  ]
  const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, { context: 3 })
  return patch.replace(/^=+\n/, '')
}
