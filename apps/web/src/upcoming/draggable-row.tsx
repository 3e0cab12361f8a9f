import { clsx } from 'clsx'
import { memo } from 'react'
import { type RowProps, TaskRow } from '../tasks/list/task-row.tsx'
import { useDraggableTask } from '../tasks/use-drag.ts'

/** A row that can be dragged to another day. */
export const DraggableRow = memo(function DraggableRow(props: RowProps) {
  const { id } = props.task
  // The long press before has selected it.
  const { ref, isDragged } = useDraggableTask(id, () => props.onSelect(id, false))
  // While the title is an input, the pointer selects its text.
  const isDraggable = !props.isRenamed
  return (
    <li
      ref={isDraggable ? ref : undefined}
      className={clsx(
        'relative scroll-mt-36 scroll-mb-4 [&:last-child>[data-swipe]]:border-b-0',
        isDragged && 'opacity-40',
      )}
    >
      <TaskRow {...props} />
    </li>
  )
})
