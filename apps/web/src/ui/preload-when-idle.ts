/**
 * Loads code that is needed later, when nothing else is to be done and the service worker has it, so that it takes nothing from the
 * network.
 */
export function preloadWhenIdle(load: () => void, signal: AbortSignal): void {
  // Safari has no such callback yet.
  if (!('requestIdleCallback' in window) || !('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  const wait = () => {
    const handle = requestIdleCallback(load)
    signal.addEventListener('abort', () => cancelIdleCallback(handle))
  }
  // Until it controls the page, what the page loads comes from the network.
  if (serviceWorker.controller) wait()
  else serviceWorker.addEventListener('controllerchange', wait, { once: true, signal })
}
