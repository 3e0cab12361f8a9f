import { createObservable, useObservable } from '../observable.ts'

// A browser may lack notifications, and a page without HTTPS has none.
const permission = createObservable<NotificationPermission>(globalThis.Notification?.permission ?? 'denied')

/** Whether notifications may be shown. */
export const useMayNotify = (): boolean => useObservable(permission) === 'granted'

/** Asks the user, if they have not answered yet. To be called when they do something that needs it. */
export async function askToNotify(): Promise<void> {
  if (permission.get() !== 'default') return
  permission.set(await Notification.requestPermission())
}
