import { useSyncExternalStore } from 'react'

/** A value outside of React, and whoever wants to know when it is another. */
export interface Observable<T> {
  get: () => T
  subscribe: (listener: () => void) => () => void
}

/** Those who want to know, without the value: for one that is read from elsewhere. */
export function createListeners() {
  const listeners = new Set<() => void>()
  return {
    tell: () => {
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
  const { tell, subscribe } = createListeners()
  return {
    get: () => value,
    set: (next) => {
      value = next
      tell()
    },
    subscribe,
  }
}

export function useObservable<T>({ get, subscribe }: Observable<T>): T {
  return useSyncExternalStore(subscribe, get)
}
