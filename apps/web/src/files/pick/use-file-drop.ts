import { useEffect, useRef, useState } from 'react'
import type { Picked } from '../upload/uploads.ts'
import { droppedFiles } from './picked.ts'

/** Where files are dragged at the moment: `near` is anywhere else in the page. */
export type Drag = 'none' | 'near' | 'over'

/**
 * Takes files that are dropped on an element. As long as it is mounted, a file that is dropped anywhere else does nothing: the
 * browser would leave the page to show it.
 */
export function useFileDrop(
  target: () => Element | null | undefined,
  onDropped: (picked: Picked[]) => void,
): Drag {
  const [drag, setDrag] = useState<Drag>('none')
  const latest = useRef({ target, onDropped })
  latest.current = { target, onDropped }
  useEffect(() => {
    const isOver = (event: DragEvent) =>
      event.target instanceof Node && latest.current.target()?.contains(event.target) === true
    const onDrag = (event: DragEvent) => {
      const { dataTransfer } = event
      if (!dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      dataTransfer.dropEffect = isOver(event) ? 'copy' : 'none'
      setDrag(isOver(event) ? 'over' : 'near')
    }
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDrag('none')
    }
    const onDrop = (event: DragEvent) => {
      setDrag('none')
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      if (isOver(event)) latest.current.onDropped(droppedFiles(event.dataTransfer))
    }
    const ends = new AbortController()
    const { signal } = ends
    window.addEventListener('dragenter', onDrag, { signal })
    window.addEventListener('dragover', onDrag, { signal })
    window.addEventListener('dragleave', onLeave, { signal })
    window.addEventListener('drop', onDrop, { signal })
    return () => ends.abort()
  }, [])
  return drag
}
