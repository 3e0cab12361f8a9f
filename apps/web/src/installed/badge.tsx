import { lazy, Suspense } from 'react'
import { retryImport } from '../ui/retry-import.ts'

const DueCount = lazy(retryImport(() => import('./due-count.ts')))

/** The number on the icon of the installed app: the open tasks that are due by the end of today. */
export function Badge() {
  const isInstalled = 'setAppBadge' in navigator && matchMedia('(display-mode: standalone)').matches
  return (
    isInstalled && (
      <Suspense>
        <DueCount />
      </Suspense>
    )
  )
}
