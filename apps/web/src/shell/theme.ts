import { createListeners, useObservable } from '../observable.ts'

/** `system` follows the device. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'tandem.theme'
const listeners = createListeners()

function read(): Theme {
  const kept = localStorage.getItem(KEY)
  return THEMES.find((theme) => theme === kept) ?? 'system'
}

/** Shows the theme that was chosen; what it means is in styles.css. */
export function showTheme(): void {
  document.documentElement.dataset.theme = read()
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  showTheme()
  listeners.tell()
}

export function useTheme(): Theme {
  return useObservable({ get: read, subscribe: listeners.subscribe })
}
