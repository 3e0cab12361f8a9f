import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter'
import { useCallback, useRef, useState } from 'react'
import { draggables, dropTargets } from './drag-registry.ts'

const TASK = 'taskId'

const hasMouse = window.matchMedia('(any-pointer: fine)')
let isTouched = false
window.addEventListener('pointerdown', ({ pointerType }) => (isTouched = pointerType === 'touch'), true)

/** Returns a ref for an element that can be dragged as a task. `onTouchStart`: when a finger begins to. */
export function useDraggableTask(id: string, onTouchStart?: () => void) {
  const [isDragged, setDragged] = useState(false)
  const latest = useRef(onTouchStart)
  latest.current = onTouchStart
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return
      draggables.set(element, { id, onDragged: setDragged, onTouchStart: () => latest.current?.() })
      const stop = hasMouse.matches
        ? draggable({
            element,
            canDrag: () => !isTouched,
            getInitialData: () => ({ [TASK]: id }),
            onDragStart: () => setDragged(true),
            onDrop: () => setDragged(false),
          })
        : undefined
      return () => {
        draggables.delete(element)
        stop?.()
      }
    },
    [id],
  )
  return { ref, isDragged }
}

/** Returns a ref for an element that tasks can be dropped on. */
export function useTaskDrop(onDropped: (id: string) => void) {
  const [isOver, setOver] = useState(false)
  const latest = useRef(onDropped)
  latest.current = onDropped
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const drop = (id: string) => {
      setOver(false)
      latest.current(id)
    }
    dropTargets.set(element, { onOver: setOver, onDrop: drop })
    const stop = dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data[TASK] === 'string',
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => drop(String(source.data[TASK])),
    })
    return () => {
      dropTargets.delete(element)
      stop()
    }
  }, [])
  return { ref, isOver }
}
