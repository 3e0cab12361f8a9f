import { lazy, Suspense } from 'react'
import { retryImport } from '../../ui/retry-import.ts'
import { useOpenTask } from './use-open-task.ts'

const TaskDialog = lazy(retryImport(() => import('./task-dialog.tsx')))

/** The sheet of the task named in the URL, if there is one. */
export function OpenedTask() {
  const { id, close } = useOpenTask()
  return (
    id !== null && (
      <Suspense>
        <TaskDialog id={id} onClose={close} />
      </Suspense>
    )
  )
}
