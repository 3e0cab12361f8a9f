import { BASE_PATH } from '../api/base-path.ts'

/** Registers the service worker after the page has loaded. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Where service workers are blocked, the app still works but does not open offline.
  addEventListener('load', () => navigator.serviceWorker.register(`${BASE_PATH}/sw.js`).catch(() => {}))
}
