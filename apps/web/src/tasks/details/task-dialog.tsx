import { Trash2 } from 'lucide-react'
import type { ComponentProps } from 'react'
import { PRIORITIES, STATUSES, type Task } from '../../api/trpc.ts'
import { CommentSection } from '../../comments/comment-section.tsx'
import { formatAgo } from '../../english/format/time.ts'
import { taskDetails as detailWords } from '../../english/task/details.ts'
import { PRIORITY, STATUS, tasks as words } from '../../english/tasks.ts'
import { FileSection } from '../../files/file-section.tsx'
import { RepeatField } from '../../recurrence/repeat-field.tsx'
import { SubPageLinks } from '../../resources/sub-page-links.tsx'
import { subPagesOf } from '../../resources/sub-pages.ts'
import { LoadingOrError } from '../../shell/loading-or-error.tsx'
import { useTask } from '../../sync/use-sync.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import { Field } from '../../ui/form/field.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import { FieldProblem } from '../field-problem.tsx'
import { readTags, readTitle } from '../field-text.ts'
import { type TaskActions, useTaskActions } from '../use-task-actions.ts'
import { useTaskField } from '../use-task-field.ts'
import { DueField } from './due-field.tsx'
import { Notes } from './notes.tsx'
import { ProjectField } from './project-field.tsx'
import { ReminderField } from './reminder-field.tsx'
import { TypedText } from './typed-text.tsx'

/** The details of a task. Each field saves when it loses the focus, and the notes also while they are typed. */
export default function TaskDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const task = useTask(id)
  const actions = useTaskActions()
  return (
    <Dialog isOpen onClose={onClose} title={detailWords.details} shape="side">
      {task ? (
        <Details key={task.id} task={task} actions={actions} onClose={onClose} />
      ) : (
        <>
          {task === null ? (
            <p className="text-soft">{detailWords.gone}</p>
          ) : (
            <LoadingOrError error={null} onRetry={onClose} />
          )}
          {task === null && <TypedText id={id} />}
        </>
      )}
    </Dialog>
  )
}

interface DetailsProps {
  task: Task
  actions: TaskActions
  onClose: () => void
}

function Details({ task, actions, onClose }: DetailsProps) {
  return (
    <div className="grid gap-4">
      <TextField task={task} field="title" label={words.editTitle} saved={task.title} read={readTitle} />
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label={words.status}
          value={task.status}
          options={STATUSES}
          names={STATUS}
          onChange={(status) => actions.setStatus([task], status)}
        />
        <SelectField
          label={words.priority}
          value={task.priority}
          options={PRIORITIES}
          names={PRIORITY}
          onChange={(priority) => actions.setPriority([task], priority)}
        />
      </div>
      <ProjectField task={task} onChoose={(projectId) => actions.setProject([task], projectId)} />
      <DueField task={task} />
      <RepeatField task={task} />
      {task.dueAt !== null && (
        <ReminderField task={task} onChoose={(reminder) => actions.setReminder(task, reminder)} />
      )}
      <TextField
        task={task}
        field="tags"
        label={detailWords.tags}
        hint={detailWords.tagsHint}
        saved={task.tags.join(', ')}
        read={readTags}
      />
      <Notes task={task} />
      <SubPageLinks pages={subPagesOf('task')} id={task.id} />
      <p className="text-soft text-sm">
        {[
          detailWords.created(formatAgo(task.createdAt)),
          task.version > 1 && detailWords.updated(formatAgo(task.updatedAt)),
          task.completedAt && detailWords.completed(formatAgo(task.completedAt)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <FileSection task={task} />
      <CommentSection task={task} />
      <Button
        variant="danger"
        icon={Trash2}
        onClick={() => {
          actions.remove([task])
          onClose()
        }}
      >
        {words.delete}
      </Button>
    </div>
  )
}

interface TextFieldProps extends Pick<ComponentProps<typeof Field>, 'label' | 'hint'> {
  task: Task
  field: 'title' | 'tags'
  saved: string
  read: Parameters<typeof useTaskField>[0]['read']
}

function TextField({ task, field: name, saved, read, ...input }: TextFieldProps) {
  const field = useTaskField({ task, field: name, saved, read })
  return (
    <Field
      {...input}
      value={field.text}
      error={field.problem === undefined ? undefined : <FieldProblem field={field} />}
      onChange={(event) => field.change(event.target.value)}
      onBlur={field.leave}
      onKeyDown={({ key }) => key === 'Enter' && field.leave()}
    />
  )
}
