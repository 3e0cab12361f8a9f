import { clsx } from 'clsx'
import { Paperclip } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { Task } from '../api/trpc.ts'
import { files as words } from '../english/task/files.ts'
import { useObservable } from '../observable.ts'
import { ListState } from '../tasks/details/list-state.tsx'
import { Button } from '../ui/button.tsx'
import { FileRow } from './file-row.tsx'
import { DropTarget } from './pick/drop-target.tsx'
import { useFileDrop } from './pick/use-file-drop.ts'
import { usePastedFiles } from './pick/use-pasted-files.ts'
import { lastAdded, showUploads, uploads, useUploads } from './upload/task-uploads.ts'
import { UploadRow } from './upload/upload-row.tsx'
import type { Picked } from './upload/uploads.ts'
import { useFiles } from './use-files.ts'

/** The files of a task, and those on their way to it. They can be chosen, dropped on the panel, and pasted. */
export function FileSection({ task }: { task: Task }) {
  const { id: taskId, version } = task
  const titleId = useId()
  const section = useRef<HTMLElement>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const { files, isLoaded, error, refetch } = useFiles(task)
  const sent = useUploads(taskId)
  const [deleted, setDeleted] = useState('')
  const isSaved = version > 0
  useEffect(() => showUploads(taskId), [taskId])

  const add = (picked: readonly Picked[]) => {
    if (isSaved) uploads.add(taskId, picked)
  }
  const panel = () => section.current?.closest('[role="dialog"]')
  const drag = useFileDrop(panel, add)
  usePastedFiles(add)
  // What had the focus is gone.
  const focusAdd = () => addButton.current?.focus()

  return (
    <section
      ref={section}
      aria-labelledby={titleId}
      className="grid min-w-0 grid-cols-1 gap-3 border-line border-t pt-4"
    >
      <h3 id={titleId} className="font-medium text-sm">
        {words.title}
      </h3>
      <ListState isLoaded={isLoaded || !isSaved} error={error} refetch={refetch} offline={words.offline} />
      {files.length > 0 ? (
        <ul aria-label={words.list} className="grid grid-cols-1 gap-2">
          {files.map((file) => (
            <li key={file.id}>
              <FileRow
                taskId={taskId}
                file={file}
                onDeleted={() => {
                  setDeleted(words.deleted(file.name))
                  focusAdd()
                }}
              />
            </li>
          ))}
        </ul>
      ) : (
        isLoaded && sent.length === 0 && <p className="text-soft text-sm">{words.none}</p>
      )}
      {sent.length > 0 && (
        <ul aria-label={words.uploads} className="grid grid-cols-1 gap-2">
          {sent.map((upload) => (
            <li key={upload.key}>
              <UploadRow upload={upload} onRemoved={focusAdd} />
            </li>
          ))}
        </ul>
      )}
      <Announcement taskId={taskId} deleted={deleted} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button
          ref={addButton}
          icon={Paperclip}
          disabled={!isSaved}
          onClick={() => input.current?.click()}
          className="pointer-coarse:min-h-11"
        >
          {words.add}
        </Button>
        <p className={clsx('grow basis-40 text-soft text-xs', isSaved && 'pointer-coarse:hidden')}>
          {isSaved ? words.hint : words.unsaved}
        </p>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          onChange={({ target }) => {
            add([...(target.files ?? [])].map((file) => ({ file })))
            // So that the same file can be chosen again.
            target.value = ''
          }}
        />
      </div>
      {isSaved && drag !== 'none' && <DropTarget target={panel} isOver={drag === 'over'} />}
    </section>
  )
}

/** Tells screen readers what was added and deleted. Each addition and deletion is a new text. */
function Announcement({ taskId, deleted }: { taskId: string; deleted: string }) {
  const added = useObservable(lastAdded)
  return (
    <div role="status" className="sr-only">
      <p>{added?.taskId === taskId && words.added(added.name)}</p>
      <p>{deleted}</p>
    </div>
  )
}
