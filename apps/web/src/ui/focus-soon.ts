interface FocusSoonOptions extends FocusOptions {
  /** What takes the focus instead, where the other does not come. */
  otherwise?: (() => HTMLElement | null | undefined) | undefined
  /** For how many frames it is waited for. */
  frames?: number
}

/** Focuses what a change is about to render somewhere else. */
export function focusSoon(
  find: () => HTMLElement | null | undefined,
  { otherwise, frames = 12, ...how }: FocusSoonOptions = {},
): void {
  const found = frames > 0 ? find() : otherwise?.()
  if (found) found.focus(how)
  else if (frames > 0) requestAnimationFrame(() => focusSoon(find, { otherwise, frames: frames - 1, ...how }))
}
