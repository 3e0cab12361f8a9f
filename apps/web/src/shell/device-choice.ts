import { createListeners, useObservable } from '../observable.ts'

/** A choice of how the app looks. It is kept on this device, and set on the page as `data-<name>` for styles.css. */
export function createDeviceChoice<T extends string>(name: string, values: readonly [T, ...T[]]) {
  const key = `tandem.${name}`
  const listeners = createListeners()
  const get = (): T => {
    const stored = localStorage.getItem(key)
    return values.find((value) => value === stored) ?? values[0]
  }
  const apply = () => {
    document.documentElement.dataset[name] = get()
  }
  return {
    get,
    apply,
    choose: (value: T) => {
      localStorage.setItem(key, value)
      apply()
      listeners.notify()
    },
    use: () => useObservable({ get, subscribe: listeners.subscribe }),
  }
}
