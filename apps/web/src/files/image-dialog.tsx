import { Download } from 'lucide-react'
import { useState } from 'react'
import type { TaskFile } from '../api/trpc.ts'
import { common } from '../english/common.ts'
import { formatBytes } from '../english/format/bytes.ts'
import { formatInstant } from '../english/format/time.ts'
import { files as words } from '../english/task/files.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { useImage } from './content.ts'

interface ImageDialogProps {
  taskId: string
  file: TaskFile
  onDownload: () => void
  onClose: () => void
}

/** An image as large as the window allows. */
export function ImageDialog({ taskId, file, onDownload, onClose }: ImageDialogProps) {
  const { url, isError } = useImage(taskId, file, true)
  const [isBroken, setBroken] = useState(false)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      shape="wide"
      title={file.name}
      description={`${formatBytes(file.size)} · ${formatInstant(file.createdAt)}`}
    >
      <div className="grid gap-4">
        {isError || isBroken ? (
          <p role="alert" className="text-bad text-sm">
            {words.notShown}
          </p>
        ) : url === undefined ? (
          <p className="text-soft">{common.loading}</p>
        ) : (
          <img
            // Dragged, it would be dropped here as one more file.
            draggable={false}
            src={url}
            alt={file.name}
            onError={() => setBroken(true)}
            className="max-h-[60dvh] max-w-full justify-self-center rounded-lg bg-sunken object-contain"
          />
        )}
        <Button icon={Download} onClick={onDownload} className="justify-self-end pointer-coarse:min-h-11">
          {words.download}
        </Button>
      </div>
    </Dialog>
  )
}
