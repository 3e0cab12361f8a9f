import { lazy, Suspense } from 'react'
import { useObservable } from '../../observable.ts'
import { retryImport } from '../retry-import.ts'
import { toasts } from './toasts.ts'

const ToastList = lazy(retryImport(() => import('./toast-list.tsx')))

/** Shows the toasts. The list loads with the first toast. */
export function Toaster() {
  const shown = useObservable(toasts)
  return (
    // An open dialog hides everything else from screen readers except what has `aria-live`. The toasts announce themselves.
    <div aria-live="off">
      {shown.length > 0 && (
        <Suspense>
          <ToastList toasts={shown} />
        </Suspense>
      )}
    </div>
  )
}
