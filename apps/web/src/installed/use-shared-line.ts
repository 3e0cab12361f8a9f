import { useEffect } from 'react'
import { newId } from '../api/new-id.ts'
import { draftName } from '../quick-add/use-quick-add.ts'
import { REFUSED } from '../sync/drafts.ts'
import { useSync } from '../sync/use-sync.tsx'
import { sharedLine } from './shared-line.ts'

/** Opens quick add with the shared line. If a line is typed there already, the shared one comes after it. */
export function useSharedLine(openQuickAdd: () => void): void {
  const { drafts } = useSync()
  useEffect(() => {
    const text = sharedLine()
    if (text === undefined) return
    if (text !== '') drafts.set(drafts.get(draftName()) ? REFUSED + newId() : draftName(), { text })
    openQuickAdd()
  }, [drafts, openQuickAdd])
}
