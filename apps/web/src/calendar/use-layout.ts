import { useSyncExternalStore } from 'react'
import { useMedia } from '../ui/use-media.ts'

/** Wide enough for text in seven columns. The same as Tailwind's `lg`. */
const wide = window.matchMedia('(min-width: 64rem)')

export const useIsWide = () => useMedia(wide)

/** Heights in px: around the month, of a day without tasks, and of a task. */
const HEIGHT = { around: 168, day: 44, task: 26 }
const MIN_LINES = 3

/** How many tasks each day can list if the whole month is to fit in the window. */
export function useLinesPerDay(weeks: number): number {
  const height = useSyncExternalStore(onResize, () => window.innerHeight)
  const day = (height - HEIGHT.around) / weeks
  return Math.max(MIN_LINES, Math.floor((day - HEIGHT.day) / HEIGHT.task))
}

function onResize(notify: () => void) {
  window.addEventListener('resize', notify)
  return () => window.removeEventListener('resize', notify)
}
