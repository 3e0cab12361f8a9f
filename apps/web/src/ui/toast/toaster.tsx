import { lazy, Suspense } from 'react'
import { useObservable } from '../../observable.ts'
import { patient } from '../retry-import.ts'
import { toasts } from './toasts.ts'

const ToastList = lazy(patient(() => import('./toast-list.tsx')))

/** Shows the toasts; loaded with the first of them. */
export function Toaster() {
  const shown = useObservable(toasts)
  return (
    shown.length > 0 && (
      <Suspense>
        <ToastList toasts={shown} />
      </Suspense>
    )
  )
}
