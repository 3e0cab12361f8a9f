import type { Patch } from '../api/trpc.ts'
import { createListeners } from '../observable.ts'
import type { LineDefaults } from './line-defaults.ts'

/** Text that was typed and that the server has not confirmed. A line of quick add has where it was typed beside it. */
export interface Draft extends LineDefaults {
  text: string
  /** What to save, for the text of a task's field. Missing while the text is not valid. Version 0 saves over any version. */
  edit?: { id: string; patch: Patch; version: number } | undefined
  /** The key of the command that saves the text, until there is a response. */
  key?: string | undefined
  /** Why the text was not saved. */
  problem?: { status: number; message: string } | undefined
  /** The parts of a quick-add line that are words and nothing else. */
  keep?: readonly { start: number; end: number }[] | undefined
}

/** The names of the drafts that hold refused lines of quick add start with this. */
export const REFUSED = 'refused.'

const prefixOf = (userId: string) => `tandem.draft.${userId}.`
const channelOf = (userId: string) => new BroadcastChannel(prefixOf(userId))

/**
 * Drafts by name. They survive a reload in session storage, where each tab has its own. A copy in local storage survives
 * closing the tab: a tab without a draft of that name takes it up.
 */
export function createDrafts(userId: string) {
  const prefix = prefixOf(userId)
  const drafts = new Map<string, Draft | undefined>(
    namesIn(sessionStorage, prefix).map((name) => [name, read(sessionStorage, prefix + name)]),
  )
  const { notify, subscribe } = createListeners()

  function get(name: string): Draft | undefined {
    if (!drafts.has(name)) drafts.set(name, read(localStorage, prefix + name))
    return drafts.get(name)
  }

  function set(name: string, draft: Draft): void {
    drafts.set(name, draft)
    const json = JSON.stringify(draft)
    try {
      sessionStorage.setItem(prefix + name, json)
      localStorage.setItem(prefix + name, json)
    } catch {
      // The storage is full or blocked, so the draft lives as long as the page.
    }
    notify()
  }

  function drop(name: string): void {
    const json = JSON.stringify(drafts.get(name))
    drafts.set(name, undefined)
    sessionStorage.removeItem(prefix + name)
    // A different copy belongs to another tab.
    if (localStorage.getItem(prefix + name) === json) localStorage.removeItem(prefix + name)
    notify()
  }

  const names = () => [...drafts].flatMap(([name, draft]) => (draft ? name : []))
  /** Changes the drafts that a command saves. */
  const settle = (key: string, change: (name: string, draft: Draft) => void) => {
    for (const [name, draft] of drafts) if (draft?.key === key) change(name, draft)
  }

  // Another tab has saved or discarded a draft that this one took up.
  const onStorage = ({ key, newValue, oldValue }: StorageEvent) => {
    const name = key?.startsWith(prefix) ? key.slice(prefix.length) : undefined
    if (name === undefined || newValue !== null || oldValue !== JSON.stringify(drafts.get(name))) return
    drafts.set(name, undefined)
    sessionStorage.removeItem(prefix + name)
    notify()
  }
  window.addEventListener('storage', onStorage)
  const channel = channelOf(userId)
  channel.onmessage = () => {
    drafts.clear()
    removeAll(sessionStorage, prefix)
    notify()
  }

  return {
    get,
    set,
    drop,
    /** The names of this tab's drafts. */
    names,
    /** The names of all tabs' drafts that start like this, the oldest first. */
    namesLike: (start: string) =>
      [...new Set([...names(), ...namesIn(localStorage, prefix)])]
        .filter((name) => name.startsWith(start))
        .toSorted(),
    acknowledge: (key: string) => settle(key, drop),
    reject: (key: string, problem: Draft['problem']) =>
      settle(key, (name, draft) => set(name, { ...draft, key: undefined, problem })),
    /** The same patch of a task was sent again, so its draft waits for the new command. */
    resend: (id: string, patch: Patch, [key]: string[]) => {
      for (const [name, draft] of drafts) {
        if (draft?.edit?.id !== id || JSON.stringify(draft.edit.patch) !== JSON.stringify(patch)) continue
        set(name, { ...draft, key, problem: undefined })
      }
    },
    /** Bases the drafts of a task on the version that this page's own command has made of theirs. */
    rebase: (id: string, version: number) => {
      for (const [name, draft] of drafts) {
        if (draft?.edit?.id !== id || draft.edit.version !== version - 1) continue
        set(name, { ...draft, edit: { ...draft.edit, version } })
      }
    },
    subscribe,
    close: () => {
      window.removeEventListener('storage', onStorage)
      channel.close()
    },
  }
}

export type Drafts = ReturnType<typeof createDrafts>

/** Removes the drafts of a user from all tabs of the browser. */
export function clearDrafts(userId: string): void {
  for (const storage of [sessionStorage, localStorage]) removeAll(storage, prefixOf(userId))
  const channel = channelOf(userId)
  channel.postMessage('clear')
  channel.close()
}

const namesIn = (storage: Storage, prefix: string) =>
  Object.keys(storage).flatMap((key) => (key.startsWith(prefix) ? key.slice(prefix.length) : []))

function removeAll(storage: Storage, prefix: string) {
  for (const name of namesIn(storage, prefix)) storage.removeItem(prefix + name)
}

function read(storage: Storage, key: string): Draft | undefined {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
