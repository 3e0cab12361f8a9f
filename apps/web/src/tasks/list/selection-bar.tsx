import { lazy, Suspense } from 'react'
import { retryImport } from '../../ui/retry-import.ts'
import type { TaskActions } from '../use-task-actions.ts'
import type { useSelection } from './use-selection.ts'

const BulkBar = lazy(retryImport(() => import('./bulk-bar.tsx')))

interface SelectionBarProps {
  selection: ReturnType<typeof useSelection>
  actions: TaskActions
}

/** The toolbar of the selected tasks, while there are any. */
export function SelectionBar({ selection, actions }: SelectionBarProps) {
  return (
    selection.selected.length > 0 && (
      <Suspense>
        <BulkBar
          selected={selection.selected}
          actions={actions}
          onSelectAll={selection.selectAll}
          onClear={selection.clear}
        />
      </Suspense>
    )
  )
}
