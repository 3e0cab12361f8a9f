import { createListeners, useObservable } from '../observable.ts'

/** `system` follows the device. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'tandem.theme'
const listeners = createListeners()

function read(): Theme {
  const stored = localStorage.getItem(KEY)
  return THEMES.find((theme) => theme === stored) ?? 'system'
}

/** Sets the chosen theme on the page. styles.css defines what it looks like. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = read()
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  applyTheme()
  listeners.notify()
}

export function useTheme(): Theme {
  return useObservable({ get: read, subscribe: listeners.subscribe })
}
