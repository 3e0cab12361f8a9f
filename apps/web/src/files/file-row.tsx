import { useMutation } from '@tanstack/react-query'
import { Download, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { problemOf } from '../api/problem.ts'
import type { TaskFile } from '../api/trpc.ts'
import { common } from '../english/common.ts'
import { formatAgo } from '../english/format/ago.ts'
import { formatBytes } from '../english/format/bytes.ts'
import { formatInstant } from '../english/format/time.ts'
import { explain } from '../english/problem.ts'
import { kindOf, files as words } from '../english/task/files.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { downloadFile, isImage } from './content.ts'
import { FileIcon } from './file-icon.tsx'
import { ImageDialog } from './image-dialog.tsx'
import { Thumbnail } from './thumbnail.tsx'
import { useDeleteFile } from './use-files.ts'

interface FileRowProps {
  taskId: string
  file: TaskFile
  onDeleted: () => void
}

/** A file of a task, which can be shown if it is an image, downloaded and deleted. */
export function FileRow({ taskId, file, onDeleted }: FileRowProps) {
  const { name, mediaType, size, createdAt } = file
  const [isOpen, setOpen] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const deleteButton = useRef<HTMLButtonElement>(null)
  const download = useMutation({ mutationFn: () => downloadFile(taskId, file) })
  const removal = useDeleteFile(taskId, file, onDeleted)
  const error = removal.error ?? download.error
  const startDownload = () => {
    if (!download.isPending) download.mutate()
  }
  return (
    <>
      <div className="flex items-center gap-2">
        {isImage(file) ? (
          <Thumbnail taskId={taskId} file={file} onOpen={() => setOpen(true)} />
        ) : (
          <FileIcon mediaType={mediaType} />
        )}
        <div className="min-w-0 grow">
          <p className="truncate text-sm" title={name}>
            {name}
          </p>
          <p className="truncate text-soft text-xs">
            {kindOf(mediaType)} · {formatBytes(size)} ·{' '}
            <time dateTime={createdAt} title={formatInstant(createdAt)}>
              {formatAgo(createdAt)}
            </time>
          </p>
        </div>
        <div className="flex shrink-0">
          <IconButton
            label={words.downloadOf(name)}
            icon={Download}
            size={16}
            aria-busy={download.isPending}
            onClick={startDownload}
            className="pointer-coarse:size-11"
          />
          <IconButton
            ref={deleteButton}
            label={words.deleteOf(name)}
            icon={Trash2}
            size={16}
            onClick={() => setAsking(true)}
            className="pointer-coarse:size-11"
          />
        </div>
      </div>
      {error && (
        <p role="alert" className="mt-1 text-bad text-sm">
          {explain(problemOf(error))}
        </p>
      )}
      {isAsking && (
        <div
          role="alert"
          className="mt-2 flex flex-wrap items-center gap-2 rounded-lg bg-bad-tint p-2 text-sm"
        >
          <span className="grow">{words.deleteAsk}</span>
          <div className="flex gap-2">
            <Button
              onClick={() => {
                setAsking(false)
                deleteButton.current?.focus()
              }}
            >
              {common.cancel}
            </Button>
            <Button variant="danger" autoFocus disabled={removal.isPending} onClick={() => removal.mutate()}>
              {words.delete}
            </Button>
          </div>
        </div>
      )}
      {isOpen && (
        <ImageDialog taskId={taskId} file={file} onDownload={startDownload} onClose={() => setOpen(false)} />
      )}
    </>
  )
}
