interface FocusWhenRenderedOptions extends FocusOptions {
  /** Takes the focus if the element does not appear. */
  fallback?: (() => HTMLElement | null | undefined) | undefined
  /** How many animation frames to wait. */
  frames?: number
}

/** Focuses an element that the current change is about to render. */
export function focusWhenRendered(
  find: () => HTMLElement | null | undefined,
  { fallback, frames = 12, ...how }: FocusWhenRenderedOptions = {},
): void {
  const found = frames > 0 ? find() : fallback?.()
  if (found) found.focus(how)
  else if (frames > 0)
    requestAnimationFrame(() => focusWhenRendered(find, { fallback, frames: frames - 1, ...how }))
}
