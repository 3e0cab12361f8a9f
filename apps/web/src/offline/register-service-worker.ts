/** Has the service worker keep the app, once everything that is needed first is there. */
export function keepApp(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Where it is not allowed, the app needs the network to be opened, and is otherwise the same.
  addEventListener('load', () => navigator.serviceWorker.register('/sw.js').catch(() => {}))
}
