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

/** The line that was shared, once. Undefined without one; empty to open quick add only. */
export function sharedLine(): string | undefined {
  const text = shared
  shared = undefined
  return text
}
