import { useEffect } from 'react'
import { touch, useMedia } from '../ui/use-media.ts'
import { AddButton } from './add-button.tsx'
import { followLongPresses } from './long-press.ts'
import { RowSwipes } from './row-swipes.tsx'
import { TaskDrags } from './task-drags.tsx'

/** What a page has where fingers touch it: most of it only where they are what the device is used with first. */
export default function TouchControls() {
  const isTouch = useMedia(touch)
  useEffect(followLongPresses, [])
  return (
    isTouch && (
      <>
        <AddButton />
        <RowSwipes />
        <TaskDrags />
      </>
    )
  )
}
