let isPressed = false
const track = (pressed: boolean) => () => {
  isPressed = pressed
}
for (const [type, pressed] of [
  ['pointerdown', true],
  ['pointerup', false],
  ['pointercancel', false],
] as const)
  document.addEventListener(type, track(pressed), { capture: true })

/**
 * Calls back once the click that is under way has reached its target. What moves the page when a field is left would
 * otherwise move the target away between the press and the release.
 */
export function afterPress(run: () => void): void {
  const soon = () => setTimeout(run)
  if (!isPressed) return void soon()
  const released = new AbortController()
  const release = () => {
    released.abort()
    soon()
  }
  for (const type of ['pointerup', 'pointercancel'])
    document.addEventListener(type, release, { signal: released.signal })
}
