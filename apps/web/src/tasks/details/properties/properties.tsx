import { Flag } from 'lucide-react'
import { PRIORITIES, STATUSES, type Task, type TaskPriority } from '../../../api/trpc.ts'
import { taskDetails } from '../../../english/task/details.ts'
import { PRIORITY, STATUS, tasks as words } from '../../../english/tasks.ts'
import { RepeatField } from '../../../recurrence/repeat-field.tsx'
import { ChipMenu } from '../../../ui/menu/chip-menu.tsx'
import { priorityColour } from '../../labels/priority-mark.tsx'
import { StatusMark } from '../../labels/status-mark.tsx'
import type { TaskActions } from '../../use-task-actions.ts'
import { DueProperty } from './due-property.tsx'
import { ProjectProperty } from './project-property.tsx'
import { ReminderProperty } from './reminder-property.tsx'

/** What a task has beside its texts, as chips with a picker each. */
export function Properties({ task, actions }: { task: Task; actions: TaskActions }) {
  const { status, priority } = task
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot wrap its children in every browser
    <div role="group" aria-label={taskDetails.properties} className="flex flex-wrap gap-1.5">
      <ChipMenu
        label={taskDetails.status}
        value={STATUS[status]}
        isSet
        mark={<StatusMark status={status} />}
        items={STATUSES.map((one) => ({
          label: STATUS[one],
          mark: <StatusMark status={one} />,
          checked: one === status,
          onSelect: () => one !== status && actions.setStatus([task], one),
        }))}
      />
      <ChipMenu
        label={words.priority}
        value={PRIORITY[priority]}
        isSet={priority !== 'none'}
        mark={<PriorityIcon priority={priority} />}
        items={PRIORITIES.toReversed().map((one) => ({
          label: PRIORITY[one],
          mark: <PriorityIcon priority={one} />,
          checked: one === priority,
          onSelect: () => one !== priority && actions.setPriority([task], one),
        }))}
      />
      <ProjectProperty task={task} onChoose={(projectId) => actions.setProject([task], projectId)} />
      <DueProperty task={task} />
      <RepeatField task={task} />
      {task.dueAt !== null && (
        <ReminderProperty task={task} onChoose={(reminder) => actions.edit([task], () => ({ reminder }))} />
      )}
    </div>
  )
}

function PriorityIcon({ priority }: { priority: TaskPriority }) {
  return (
    <Flag
      size={15}
      aria-hidden
      fill={priority === 'urgent' ? 'currentColor' : 'none'}
      className={`shrink-0 ${priorityColour(priority)}`}
    />
  )
}
