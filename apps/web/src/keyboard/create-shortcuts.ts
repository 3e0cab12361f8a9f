import { type KeyBindingPress, matchKeyBindingPress, parseKeybinding } from 'tinykeys'
import { type Action, handlesKeysItself } from './action.ts'

/** How long the first key of a sequence waits for the second, in ms. GitHub's is the same. */
const SEQUENCE_MS = 1_500

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta'])

/**
 * A listener of `keydown` that runs the actions by their shortcuts: one key, or two in a sequence. The actions may change
 * between the keys of a sequence, as they do while a page loads.
 */
export function createShortcuts(actions: () => readonly Action[]): (event: KeyboardEvent) => void {
  let first: KeyboardEvent | undefined
  return (event) => {
    // A browser that fills in a form dispatches events without a key.
    if (!event.key || MODIFIERS.has(event.key)) return
    const begun = first && event.timeStamp - first.timeStamp < SEQUENCE_MS ? first : undefined
    first = undefined
    if (event.defaultPrevented) return
    const isTyping = handlesKeysItself(event)
    const shortcuts = actions()
      .filter(({ whileTyping }) => whileTyping || !isTyping)
      .flatMap(({ keys = [], run }) => keys.map((key) => ({ presses: parseKeybinding(key), run })))
    // The second key of a sequence does not trigger its own action.
    const events = begun ? [begun, event] : [event]
    const pressed = shortcuts.findLast(({ presses }) => isPressed(presses, events))
    if (pressed) {
      event.preventDefault()
      pressed.run()
    } else if (
      shortcuts.some(({ presses }) => presses.length > 1 && isPressed(presses.slice(0, 1), [event]))
    ) {
      first = event
    }
  }
}

const isPressed = (presses: KeyBindingPress[], events: KeyboardEvent[]) =>
  presses.length === events.length &&
  events.every((event, i) => {
    const press = presses[i]
    return press !== undefined && matchKeyBindingPress(event, press)
  })
