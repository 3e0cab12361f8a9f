import { useSyncExternalStore } from 'react'
import { useMedia } from '../ui/use-media.ts'

/** Whether seven columns have room for words: Tailwind's `lg`. */
const wide = window.matchMedia('(min-width: 64rem)')

export const useIsWide = () => useMedia(wide)

/** Pixels: of what is above and below a month, of a day without its tasks, and of a task. */
const HEIGHT = { around: 168, day: 44, task: 26 }
/** Lines of a day, however low the window is. */
const FEWEST = 3

/** How many lines each day of a month has where all of the month is to be seen at once. */
export function useLines(weeks: number): number {
  const height = useSyncExternalStore(onResize, () => window.innerHeight)
  const day = (height - HEIGHT.around) / weeks
  return Math.max(FEWEST, Math.floor((day - HEIGHT.day) / HEIGHT.task))
}

function onResize(tell: () => void) {
  window.addEventListener('resize', tell)
  return () => window.removeEventListener('resize', tell)
}
