import { createObservable } from '../observable.ts'

/** Something that can be done: by its keys, from the palette, and named in the overlay of shortcuts. */
export interface Action {
  label: string
  /** As tinykeys writes them; several that mean the same. Without any, it is in the palette alone. */
  keys?: readonly string[]
  /** How the overlay writes the keys, where that is not how tinykeys does. */
  shown?: string
  /** Whether the keys count while something is being typed, too. */
  whileTyping?: boolean
  run: () => void
}

export interface ActionGroup {
  name: string
  actions: readonly Action[]
}

/** The actions of whatever is on the page. */
export function createRegistry() {
  const groups = new Map<symbol, ActionGroup>()
  const { get, set, subscribe } = createObservable<readonly ActionGroup[]>([])
  const changed = () => set([...groups.values()])
  return {
    add: (group: ActionGroup) => {
      const key = Symbol(group.name)
      groups.set(key, group)
      changed()
      return () => {
        groups.delete(key)
        changed()
      }
    },
    get,
    subscribe,
  }
}

export type Registry = ReturnType<typeof createRegistry>

/** Where keys are somebody else's. A checkbox takes none but the space bar. */
const TAKING =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="menu"], [role="dialog"]'

/** Whether keys are text just now, or belong to an open menu or dialog. */
export function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : undefined
  return Boolean(target?.closest(TAKING))
}
