import { lazy, type ReactNode, Suspense } from 'react'
import { patient } from '../retry-import.ts'

const DialogSurface = lazy(patient(() => import('./dialog-surface.tsx')))

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  /** Said below the title. */
  description?: string | undefined
  /** `side`: a sheet at the right edge; on a phone all are at the bottom. */
  shape?: 'centre' | 'wide' | 'side'
  /** Whether the title is for screen readers alone. */
  hideTitle?: boolean
  children: ReactNode
}

/** A dialog that holds the focus until it is closed; loaded with the first that is opened. */
export function Dialog(props: DialogProps) {
  if (!props.isOpen) return null
  return (
    <Suspense>
      <DialogSurface {...props} />
    </Suspense>
  )
}
