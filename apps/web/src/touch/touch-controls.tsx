import { AddButton } from './add-button.tsx'
import { RowSwipes } from './row-swipes.tsx'
import { TaskDrags } from './task-drags.tsx'

/** What a page has on a touch screen only. */
export default function TouchControls() {
  return (
    <>
      <AddButton />
      <RowSwipes />
      <TaskDrags />
    </>
  )
}
