import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter'
import { useCallback, useRef, useState } from 'react'

const TASK = 'taskId'

/** Lets the element that is given `ref` be dragged as a task. */
export function useDraggedTask(id: string) {
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

/** Lets a task be dropped on the element that is given `ref`. */
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
