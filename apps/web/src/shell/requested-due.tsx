import { lazy, Suspense } from 'react'
import { useObservable } from '../observable.ts'
import { retryImport } from '../ui/retry-import.ts'
import { dueRequest } from './due-request.ts'

const DueDialog = lazy(retryImport(() => import('../date-picker/due-dialog.tsx')))

/** The date picker while a due date is asked for. */
export function RequestedDue() {
  const request = useObservable(dueRequest)
  return (
    request && (
      <Suspense>
        <DueDialog {...request} />
      </Suspense>
    )
  )
}
