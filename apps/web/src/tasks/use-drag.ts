import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter'
import { useCallback, useRef, useState } from 'react'

const TASK = 'taskId'

/** Returns a ref for an element that can be dragged as a task. */
export function useDraggableTask(id: string) {
  const [isDragged, setDragged] = useState(false)
  const ref = useCallback(
    (element: HTMLElement | null) =>
      element
        ? draggable({
            element,
            getInitialData: () => ({ [TASK]: id }),
            onDragStart: () => setDragged(true),
            onDrop: () => setDragged(false),
          })
        : undefined,
    [id],
  )
  return { ref, isDragged }
}

/** Returns a ref for an element that tasks can be dropped on. */
export function useTaskDrop(onDropped: (id: string) => void) {
  const [isOver, setOver] = useState(false)
  const latest = useRef(onDropped)
  latest.current = onDropped
  const ref = useCallback(
    (element: HTMLElement | null) =>
      element
        ? dropTargetForElements({
            element,
            canDrop: ({ source }) => typeof source.data[TASK] === 'string',
            onDragEnter: () => setOver(true),
            onDragLeave: () => setOver(false),
            onDrop: ({ source }) => {
              setOver(false)
              latest.current(String(source.data[TASK]))
            },
          })
        : undefined,
    [],
  )
  return { ref, isOver }
}
