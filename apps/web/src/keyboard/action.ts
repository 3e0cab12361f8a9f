import { createObservable } from '../observable.ts'

/** An action with its shortcuts, offered in the palette and in the list of shortcuts. */
export interface Action {
  label: string
  /** Alternative shortcuts in the syntax of tinykeys. Without this, the action is in the palette only. */
  keys?: readonly string[]
  /** The displayed shortcut, if it differs from the first of `keys`. */
  shown?: string
  /** Whether the shortcut also works in inputs. */
  whileTyping?: boolean
  run: () => void
}

/** Moves the tasks that actions apply to. Null: out of their projects. */
export type MoveToProject = (projectId: string | null) => void

export interface ActionGroup {
  name: string
  actions: readonly Action[]
  /** Offered in the palette for each project. */
  moveToProject?: MoveToProject | undefined
}

/** The actions that mounted components offer. */
export function createRegistry() {
  const groups = new Map<symbol, ActionGroup>()
  const { get, set, subscribe } = createObservable<readonly ActionGroup[]>([])
  const publish = () => set([...groups.values()])
  return {
    add: (group: ActionGroup) => {
      const key = Symbol(group.name)
      groups.set(key, group)
      publish()
      return () => {
        groups.delete(key)
        publish()
      }
    },
    get,
    subscribe,
  }
}

export type Registry = ReturnType<typeof createRegistry>

/** Elements that handle keys themselves. A checkbox uses only the space bar. */
const KEY_OWNERS =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="menu"], [role="dialog"]'

/** Whether the target of an event handles keys itself: an input, an open menu or a dialog. */
export function handlesKeysItself(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : undefined
  return Boolean(target?.closest(KEY_OWNERS))
}
