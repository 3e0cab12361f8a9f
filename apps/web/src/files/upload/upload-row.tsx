import { RotateCw, X } from 'lucide-react'
import { useConnection } from '../../api/connection.ts'
import { common } from '../../english/common.ts'
import { formatBytes, formatPercent } from '../../english/format/bytes.ts'
import { explainFailure, files as words } from '../../english/task/files.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { FileIcon } from '../file-icon.tsx'
import { isRepeatable } from './failure.ts'
import { uploads } from './task-uploads.ts'
import type { Upload } from './uploads.ts'

interface UploadRowProps {
  upload: Upload
  onRemoved: () => void
}

/** A file on its way: how much of it is sent, or why it was not added. */
export function UploadRow({ upload, onRemoved }: UploadRowProps) {
  const { key, file, state } = upload
  const isOnline = useConnection() === 'online'
  const remove = () => {
    uploads.cancel(key)
    onRemoved()
  }
  return (
    <>
      <div className="flex items-center gap-2">
        <FileIcon mediaType={file.type} />
        <div className="min-w-0 grow">
          <p className="truncate text-sm" title={file.name}>
            {file.name}
          </p>
          <p className="truncate text-soft text-xs">
            {formatBytes(file.size)}
            {state.status === 'queued' && ` · ${isOnline ? words.queued : words.waiting}`}
            {state.status === 'sending' &&
              ` · ${state.fraction < 1 ? formatPercent(state.fraction) : words.checking}`}
          </p>
          {state.status !== 'failed' && (
            <progress
              aria-label={words.uploadOf(file.name)}
              max={1}
              value={state.status === 'sending' ? state.fraction : 0}
              className="mt-1 block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
            />
          )}
        </div>
        <IconButton
          label={state.status === 'failed' ? words.dismissOf(file.name) : words.cancelOf(file.name)}
          icon={X}
          size={16}
          onClick={remove}
          className="pointer-coarse:size-11"
        />
      </div>
      {state.status === 'failed' && (
        <div className="mt-1 flex flex-wrap items-center gap-2">
          <p role="alert" className="min-w-0 grow basis-40 text-bad text-sm">
            {explainFailure(state.failure)}
          </p>
          {isRepeatable(state.failure) && (
            <Button
              icon={RotateCw}
              aria-label={words.retryOf(file.name)}
              onClick={() => uploads.retry(key)}
              className="pointer-coarse:min-h-11"
            >
              {common.retry}
            </Button>
          )}
        </div>
      )}
    </>
  )
}
