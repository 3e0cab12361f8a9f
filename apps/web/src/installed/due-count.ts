import { useEffect } from 'react'
import { useTodayTasks } from '../today/today-tasks.tsx'

/** Shows on the app's icon how many open tasks are due by the end of today, as far as they are loaded. */
export default function DueCount() {
  const { overdue, due, isLoaded } = useTodayTasks()
  const count = overdue.length + due.length
  useEffect(() => {
    // Refused where notifications are: then the icon stays as it is.
    if (isLoaded) navigator.setAppBadge(count).catch(() => {})
  }, [isLoaded, count])
  // The next user of the app must not see the number of this one.
  useEffect(() => () => void navigator.clearAppBadge().catch(() => {}), [])
  return null
}
