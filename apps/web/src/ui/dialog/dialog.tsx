import { lazy, Suspense } from 'react'
import { retryImport } from '../retry-import.ts'
import type { DialogProps } from './dialog-surface.tsx'

const DialogSurface = lazy(retryImport(() => import('./dialog-surface.tsx')))

/** A modal dialog that keeps the focus inside. Its code loads with the first dialog that opens. */
export function Dialog(props: DialogProps) {
  if (!props.isOpen) return null
  return (
    <Suspense>
      <DialogSurface {...props} />
    </Suspense>
  )
}
