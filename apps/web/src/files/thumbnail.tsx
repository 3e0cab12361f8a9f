import { useCallback, useState } from 'react'
import type { TaskFile } from '../api/trpc.ts'
import { files as words } from '../english/task/files.ts'
import { useImage } from './content.ts'
import { FileIcon } from './file-icon.tsx'

/** Larger images are loaded only when they are opened. */
const MAX_BYTES = 5 * 1024 * 1024

interface ThumbnailProps {
  taskId: string
  file: TaskFile
  onOpen: () => void
}

/** A small image, loaded when it comes into view, and a button that shows it large. */
export function Thumbnail({ taskId, file, onOpen }: ThumbnailProps) {
  const [isSeen, setSeen] = useState(false)
  const [isBroken, setBroken] = useState(false)
  const { url } = useImage(taskId, file, isSeen && file.size <= MAX_BYTES)
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    <button
      ref={ref}
      type="button"
      aria-label={words.show(file.name)}
      title={words.show(file.name)}
      aria-haspopup="dialog"
      onClick={onOpen}
      className="shrink-0 overflow-hidden rounded-lg hover:opacity-80"
    >
      {url === undefined || isBroken ? (
        <FileIcon mediaType={file.mediaType} />
      ) : (
        <img
          // Dragged, it would be dropped here as one more file.
          draggable={false}
          src={url}
          alt=""
          decoding="async"
          onError={() => setBroken(true)}
          className="size-11 bg-sunken object-cover"
        />
      )}
    </button>
  )
}
