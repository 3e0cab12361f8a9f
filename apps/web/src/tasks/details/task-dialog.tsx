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

/** Everything about a task, to be changed in its place: each field is saved when it is left. */
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
      <Saved
        task={task}
        label={words.editTitle}
        value={task.title}
        maxLength={255}
        onSave={(text, madeOf) => text.trim() !== '' && actions.edit(madeOf, { title: text.trim() })}
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
      <Saved
        task={task}
        label={words.due}
        type="datetime-local"
        value={toLocalInput(task.dueAt)}
        onSave={(value) => actions.setDue([task], fromLocalInput(value))}
      />
      <Saved
        task={task}
        label={words.tags}
        hint={words.tagsHint}
        value={task.tags.join(', ')}
        onSave={(text, madeOf) => actions.edit(madeOf, { tags: tagsOf(text) })}
      />
      <Notes task={task} onSave={(description, madeOf) => actions.edit(madeOf, { description })} />
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
 * What is being typed into a field of a task, and what it was made of: a change from elsewhere shows at once where nothing
 * is being typed, and is not overwritten unseen where something is. It is saved when it is left, or taken away.
 */
function useTyped(task: Task, value: string, onSave: (value: string, madeOf: Task) => void) {
  const [typed, setTyped] = useState<{ value: string; madeOf: Task }>()
  const save = () => {
    if (typed && typed.value !== value) onSave(typed.value, typed.madeOf)
    setTyped(undefined)
  }
  const latest = useRef(save)
  latest.current = save
  useEffect(() => () => latest.current(), [])
  return {
    value: typed?.value ?? value,
    onChange: (event: { target: { value: string } }) =>
      setTyped({ value: event.target.value, madeOf: typed?.madeOf ?? task }),
    onBlur: save,
  }
}

interface SavedProps extends Omit<ComponentProps<typeof Field>, 'value' | 'onChange' | 'onBlur'> {
  task: Task
  value: string
  onSave: (value: string, madeOf: Task) => void
}

function Saved({ task, value, onSave, ...field }: SavedProps) {
  const typed = useTyped(task, value, onSave)
  return <Field {...field} {...typed} onKeyDown={({ key }) => key === 'Enter' && typed.onBlur()} />
}

interface NotesProps {
  task: Task
  onSave: (description: string | null, madeOf: Task) => void
}

function Notes({ task, onSave }: NotesProps) {
  const id = useId()
  const typed = useTyped(task, task.description ?? '', (text, madeOf) =>
    onSave(text === '' ? null : text, madeOf),
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
        {...typed}
      />
    </div>
  )
}
