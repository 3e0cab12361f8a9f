import { clsx } from 'clsx'
import { memo } from 'react'
import { type RowProps, TaskRow } from '../tasks/list/task-row.tsx'
import { useDraggableTask } from '../tasks/use-drag.ts'
import { useMedia } from '../ui/use-media.ts'

/** Where a finger drags nothing: a long press selects. */
const mouse = window.matchMedia('(pointer: fine)')

/** A row that can be dragged to another day. */
export const DraggableRow = memo(function DraggableRow(props: RowProps) {
  const { ref, isDragged } = useDraggableTask(props.task.id)
  const hasMouse = useMedia(mouse)
  // While the title is an input, the pointer selects its text.
  const isDraggable = hasMouse && !props.isRenamed
  return (
    <li
      ref={isDraggable ? ref : undefined}
      className={clsx('scroll-mt-36 scroll-mb-4 [&:last-child>*]:border-b-0', isDragged && 'opacity-40')}
    >
      <TaskRow {...props} />
    </li>
  )
})
