import { Suspense } from 'react'
import { TaskDialog, usePanelPreload } from './load-panel.ts'
import { useOpenTask } from './use-open-task.ts'

/** The panel of the task named in the URL, if there is one. */
export function OpenedTask() {
  const { id, close } = useOpenTask()
  usePanelPreload()
  return (
    id !== null && (
      <Suspense>
        <TaskDialog id={id} onClose={close} />
      </Suspense>
    )
  )
}
