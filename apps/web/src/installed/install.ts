import { createObservable, useObservable } from '../observable.ts'

/** What browsers that can install the app tell the page with (not yet in TypeScript's library). */
interface InstallEvent extends Event {
  prompt: () => Promise<unknown>
}

const offer = createObservable<InstallEvent | undefined>(undefined)

/** Keeps the browser's offer to install the app for the account menu, instead of the bar that some browsers show. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer.set(event as InstallEvent)
  })
  addEventListener('appinstalled', () => offer.set(undefined))
}

/** Asks the user to install the app. Undefined where the browser does not offer it, such as once it is installed. */
export function useInstall(): (() => void) | undefined {
  const event = useObservable(offer)
  if (!event) return undefined
  return () => {
    // An offer can be used once. The browser makes another when it may be asked again.
    offer.set(undefined)
    void event.prompt()
  }
}
