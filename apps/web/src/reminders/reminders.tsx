import { lazy, Suspense } from 'react'
import { retryImport } from '../ui/retry-import.ts'
import { useMayNotify } from './permission.ts'

const Notifier = lazy(retryImport(() => import('./notifier.tsx')))

/** Reminds of tasks while the app is open, where the user allows it. */
export function Reminders() {
  return (
    useMayNotify() && (
      <Suspense>
        <Notifier />
      </Suspense>
    )
  )
}
