import { clsx } from 'clsx'
import { Upload } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { files as words } from '../../english/task/files.ts'

interface DropTargetProps {
  /** The element that it covers. */
  target: () => Element | null | undefined
  isOver: boolean
}

/** Shows where files can be dropped. It covers the visible part of the target and lets all events through. */
export function DropTarget({ target, isOver }: DropTargetProps) {
  const cover = useRef<HTMLDivElement>(null)
  const latest = useRef(target)
  latest.current = target
  useLayoutEffect(() => {
    const box = latest.current()?.getBoundingClientRect()
    if (!box || !cover.current) return
    const { left, top, width, height } = box
    Object.assign(cover.current.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    })
  }, [])
  return (
    <div ref={cover} className="pointer-events-none fixed z-10 grid animate-appear p-3">
      <div
        className={clsx(
          'grid place-content-center justify-items-center gap-3 rounded-xl border-2 border-dashed bg-raised/90 p-6 text-center',
          isOver ? 'border-accent text-accent' : 'border-strong-line',
        )}
      >
        <Upload size={32} aria-hidden />
        <p className="font-medium">{words.drop}</p>
      </div>
    </div>
  )
}
