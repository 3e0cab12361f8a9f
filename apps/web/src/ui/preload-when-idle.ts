/**
 * Loads code that is needed later, when nothing else is to be done and the service worker has it, so that it takes nothing from the
 * network.
 */
export function preloadWhenIdle(load: () => void, signal: AbortSignal): void {
  // Safari has no such callback yet.
  if (!('requestIdleCallback' in window)) return
  void navigator.serviceWorker?.ready.then(() => {
    if (signal.aborted) return
    const handle = requestIdleCallback(load)
    signal.addEventListener('abort', () => cancelIdleCallback(handle))
  })
}
