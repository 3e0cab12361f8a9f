import { lazy, Suspense } from 'react'
import { patient } from '../../ui/retry-import.ts'
import { useOpenTask } from './use-open-task.ts'

const TaskDialog = lazy(patient(() => import('./task-dialog.tsx')))

/** The task that the address opens beside a page, if it does. */
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
