import { useSyncExternalStore } from 'react'
import { type Day, dayOf } from './day.ts'

/** The current day. Rerenders after midnight. */
export function useToday(): Day {
  return useSyncExternalStore(everyMinute, () => dayOf(new Date()))
}

/** A timer does not count while a device sleeps, so the clock is looked at this often. */
function everyMinute(notify: () => void) {
  const timer = setInterval(notify, 60_000)
  return () => clearInterval(timer)
}
