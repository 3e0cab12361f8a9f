/** For the element that has the focus first when its dialog or popover opens. */
export const INITIAL_FOCUS = { 'data-initial-focus': true }

/**
 * Focuses that element when Radix is about to choose one. Before that, a dialog below the opening one would take the focus back.
 * Without such an element, Radix chooses.
 */
export function focusInitial(event: Event, content: HTMLElement | null): void {
  const element = content?.querySelector<HTMLElement>('[data-initial-focus]')
  if (!element) return
  event.preventDefault()
  // A popover is not in its place yet.
  element.focus({ preventScroll: true })
}
