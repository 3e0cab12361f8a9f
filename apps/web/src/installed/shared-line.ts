import { useEffect } from 'react'
import { draftName } from '../quick-add/use-quick-add.ts'
import { newId } from '../sync/commands/command.ts'
import { REFUSED } from '../sync/sync.ts'
import { useSync } from '../sync/use-sync.tsx'
import { lineOf } from './line-of.ts'

/** The line to open quick add with. */
let shared: string | undefined

/** As `share_target` in the manifest names them. */
const PARTS = ['share-title', 'share-text', 'share-url']

/**
 * Takes from the URL what another app has shared with this one. To be called before the first render, as signing in changes
 * the URL. `?add` is how the shortcut of the installed app opens quick add.
 */
export function takeSharedLine(): void {
  const url = new URL(location.href)
  if (![...PARTS, 'add'].some((name) => url.searchParams.has(name))) return
  shared = lineOf(PARTS.map((name) => url.searchParams.get(name) ?? ''))
  for (const name of [...PARTS, 'add']) url.searchParams.delete(name)
  history.replaceState(history.state, '', url)
}

/** Opens quick add with the shared line. If a line is typed there already, the shared one comes after it. */
export function useSharedLine(openQuickAdd: () => void): void {
  const { drafts } = useSync()
  useEffect(() => {
    if (shared === undefined) return
    const text = shared
    shared = undefined
    if (text !== '') drafts.set(drafts.get(draftName()) ? REFUSED + newId() : draftName(), { text })
    openQuickAdd()
  }, [drafts, openQuickAdd])
}
