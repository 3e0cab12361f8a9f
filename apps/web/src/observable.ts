import { useSyncExternalStore } from 'react'

/** A value outside React that notifies its subscribers of changes. */
export interface Observable<T> {
  get: () => T
  subscribe: (listener: () => void) => () => void
}

/** The subscribers alone, for a value that is stored elsewhere. */
export function createListeners() {
  const listeners = new Set<() => void>()
  return {
    notify: () => {
      for (const listener of listeners) listener()
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

export function createObservable<T>(value: T): Observable<T> & { set: (next: T) => void } {
  const { notify, subscribe } = createListeners()
  return {
    get: () => value,
    set: (next) => {
      value = next
      notify()
    },
    subscribe,
  }
}

export function useObservable<T>({ get, subscribe }: Observable<T>): T {
  return useSyncExternalStore(subscribe, get)
}
