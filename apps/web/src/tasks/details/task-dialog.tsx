import { Trash2 } from 'lucide-react'
import { type ComponentProps, useEffect, useId, useRef, useState } from 'react'
import { PRIORITIES, STATUSES, type Task } from '../../api/trpc.ts'
import { common } from '../../english/common.ts'
import { PRIORITY, STATUS, tasks as words } from '../../english/tasks.ts'
import { formatAgo, fromLocalInput, toLocalInput } from '../../english/time.ts'
import { useTask } from '../../sync/use-sync.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import { Field } from '../../ui/form/field.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import { type TaskActions, useTaskActions } from '../use-task-actions.ts'

/** The details of a task. Each field saves when it loses the focus. */
export default function TaskDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const task = useTask(id)
  const actions = useTaskActions()
  return (
    <Dialog isOpen onClose={onClose} title={words.details} shape="side">
      {task ? (
        <Details key={task.id} task={task} actions={actions} onClose={onClose} />
      ) : (
        <p className="text-soft">{task === null ? words.gone : common.loading}</p>
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
      <SavedField
        task={task}
        label={words.editTitle}
        value={task.title}
        maxLength={255}
        onSave={(text, base) => text.trim() !== '' && actions.edit(base, { title: text.trim() })}
      />
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
      <SavedField
        task={task}
        label={words.due}
        type="datetime-local"
        value={toLocalInput(task.dueAt)}
        onSave={(value) => actions.setDue([task], fromLocalInput(value))}
      />
      <SavedField
        task={task}
        label={words.tags}
        hint={words.tagsHint}
        value={task.tags.join(', ')}
        onSave={(text, base) => actions.edit(base, { tags: tagsOf(text) })}
      />
      <Notes task={task} onSave={(description, base) => actions.edit(base, { description })} />
      <p className="text-soft text-sm">
        {[
          words.created(formatAgo(task.createdAt)),
          task.version > 1 && words.updated(formatAgo(task.updatedAt)),
          task.completedAt && words.completed(formatAgo(task.completedAt)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
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

function tagsOf(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().replace(/^#/, ''))
  return [...new Set(tags.filter((tag) => tag !== ''))]
}

/**
 * The text of a field while it is edited, and the task that the edit is based on. A field that is not being edited shows
 * changes from elsewhere at once. One that is being edited keeps its text, and saving it reports the conflict. It saves on
 * blur and on unmount.
 */
function useEditedValue(task: Task, value: string, onSave: (value: string, base: Task) => void) {
  const [edited, setEdited] = useState<{ value: string; base: Task }>()
  const save = () => {
    if (edited && edited.value !== value) onSave(edited.value, edited.base)
    setEdited(undefined)
  }
  const latest = useRef(save)
  latest.current = save
  useEffect(() => () => latest.current(), [])
  return {
    value: edited?.value ?? value,
    onChange: (event: { target: { value: string } }) =>
      setEdited({ value: event.target.value, base: edited?.base ?? task }),
    onBlur: save,
  }
}

interface SavedFieldProps extends Omit<ComponentProps<typeof Field>, 'value' | 'onChange' | 'onBlur'> {
  task: Task
  value: string
  onSave: (value: string, base: Task) => void
}

function SavedField({ task, value, onSave, ...field }: SavedFieldProps) {
  const edited = useEditedValue(task, value, onSave)
  return <Field {...field} {...edited} onKeyDown={({ key }) => key === 'Enter' && edited.onBlur()} />
}

interface NotesProps {
  task: Task
  onSave: (description: string | null, base: Task) => void
}

function Notes({ task, onSave }: NotesProps) {
  const id = useId()
  const edited = useEditedValue(task, task.description ?? '', (text, base) =>
    onSave(text === '' ? null : text, base),
  )
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {words.description}
      </label>
      <textarea
        id={id}
        rows={6}
        maxLength={10_000}
        placeholder={words.descriptionPlaceholder}
        className="field field-sizing-content max-h-[50dvh] min-h-32"
        {...edited}
      />
    </div>
  )
}
