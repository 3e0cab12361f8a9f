import { newId } from '../api/new-id.ts'
import { type Drafts, REFUSED } from '../sync/drafts.ts'
import { draftName } from './use-quick-add.ts'

/** Hands the line that was typed on the page of a project, which is gone, to the next input that is free. */
export function rescueLine(drafts: Drafts, projectId: string): void {
  const name = draftName(undefined, projectId)
  const line = drafts.get(name)
  if (!line) return
  drafts.drop(name)
  drafts.set(REFUSED + newId(), { ...line, projectId: undefined })
}
