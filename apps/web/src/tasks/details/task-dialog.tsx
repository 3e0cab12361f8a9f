import { useDeferredValue } from 'react'
import type { Task } from '../../api/trpc.ts'
import { CommentSection } from '../../comments/comment-section.tsx'
import { taskDetails as words } from '../../english/task/details.ts'
import { FileSection } from '../../files/file-section.tsx'
import { SubPageLinks } from '../../resources/sub-page-links.tsx'
import { subPagesOf } from '../../resources/sub-pages.ts'
import { LoadingOrError } from '../../shell/placeholders/loading-or-error.tsx'
import { useTask } from '../../sync/use-task.ts'
import DialogSurface from '../../ui/dialog/dialog-surface.tsx'
import { INITIAL_FOCUS } from '../../ui/dialog/initial-focus.ts'
import { StatusButton } from '../list/task-row.tsx'
import { type TaskActions, useTaskActions } from '../use-task-actions.ts'
import { History } from './history/history.tsx'
import { MoreMenu } from './more-menu.tsx'
import { Notes } from './notes/notes.tsx'
import { Properties } from './properties/properties.tsx'
import { TagsField } from './tags/tags-field.tsx'
import { TitleField } from './title-field.tsx'
import { TypedText } from './typed-text.tsx'

/** On a touch screen, the focus in a text would open the keyboard over the panel. */
const hasKeyboard = window.matchMedia('(pointer: fine)')

/** The details of a task. Each field saves when it loses the focus, and the notes also while they are typed. */
export default function TaskDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const task = useTask(id)
  const actions = useTaskActions()
  const remove = () => {
    if (task) actions.remove([task])
    onClose()
  }
  return (
    <DialogSurface
      isOpen
      onClose={onClose}
      title={words.details}
      shape="side"
      bar={
        <div className="flex min-h-9 grow items-center justify-between">
          {task && <StatusButton task={task} onToggle={() => actions.toggle(task)} />}
          {task && <MoreMenu onDelete={remove} />}
        </div>
      }
    >
      {task ? (
        <Details key={task.id} task={task} actions={actions} />
      ) : (
        <>
          {task === null ? (
            <p className="text-soft">{words.gone}</p>
          ) : (
            <LoadingOrError error={null} onRetry={onClose} />
          )}
          {task === null && <TypedText id={id} />}
        </>
      )}
    </DialogSurface>
  )
}

function Details({ task, actions }: { task: Task; actions: TaskActions }) {
  const isTitleFirst = hasKeyboard.matches
  // Rendered once the rest is painted, so that the panel opens sooner.
  const isBelowShown = useDeferredValue(true, false)
  return (
    <div tabIndex={-1} {...(!isTitleFirst && INITIAL_FOCUS)} className="grid grid-cols-1 gap-4 outline-none">
      <div className="-mx-2">
        <TitleField task={task} isFirst={isTitleFirst} />
      </div>
      <Properties task={task} actions={actions} />
      <TagsField task={task} />
      <div className="-mx-2">
        <Notes task={task} />
      </div>
      <SubPageLinks pages={subPagesOf('task')} id={task.id} />
      {isBelowShown && (
        <>
          <FileSection task={task} />
          <CommentSection task={task} />
        </>
      )}
      <History task={task} />
    </div>
  )
}
