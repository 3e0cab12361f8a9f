import { BASE_PATH } from '../api/base-path.ts'

/** Registers the service worker after the page has loaded. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Where service workers are blocked, the app still works but does not open offline.
  addEventListener('load', () => void register().catch(() => {}))
}

async function register(): Promise<void> {
  const { serviceWorker } = navigator
  const { active } = await serviceWorker.register(`${BASE_PATH}/sw.js`)
  // A page that loads just when the worker starts is not taken over with the others.
  if (!serviceWorker.controller) active?.postMessage('claim')
}
