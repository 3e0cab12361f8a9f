import { clsx } from 'clsx'
import { Check, Ellipsis } from 'lucide-react'
import { memo } from 'react'
import type { Task } from '../../api/trpc.ts'
import { tasks as words } from '../../english/tasks.ts'
import { ProjectLabel } from '../../projects/project-label.tsx'
import { Menu } from '../../ui/menu/menu.tsx'
import { retryImport } from '../../ui/retry-import.ts'
import { showWholeText } from '../../ui/whole-text.ts'
import { DueLabel } from '../labels/due-label.tsx'
import { PriorityMark } from '../labels/priority-mark.tsx'
import { RecurrenceMark } from '../labels/recurrence-mark.tsx'
import { RowTags } from '../labels/row-tags.tsx'
import { allWithTag } from '../labels/tag-link.tsx'
import type { TaskActions } from '../use-task-actions.ts'
import { focusRow } from './focus-row.ts'
import { TitleInput } from './title-input.tsx'

const loadMenu = retryImport(() => import('./task-menu.ts'))

export interface RowProps {
  task: Task
  actions: TaskActions
  isSelected: boolean
  /** Whether any task is selected. Then every row shows its checkbox. */
  isSelecting: boolean
  isRenamed: boolean
  /** Whether all tasks of the list have the same project, so that rows need not name it. */
  isOfProject: boolean
  /** Whether a heading above names the day, so that the row tells only the time. */
  isOfDay?: boolean
  /** Where a tag leads: to all tasks which have it, unless the list has filters to go on from. */
  hrefOfTag?: (tag: string) => string
  onSelect: (id: string, isRange: boolean) => void
  onOpen: (id: string) => void
  onRename: (id: string | undefined) => void
}

export const TaskRow = memo(function TaskRow(props: RowProps) {
  const { task, actions, isSelected, isSelecting, isRenamed, isOfProject, onSelect, onOpen, onRename } = props
  const { isOfDay = false, hrefOfTag = allWithTag } = props
  const isDone = task.status === 'done'
  return (
    <div
      data-task-id={task.id}
      data-swipe
      className={clsx(
        'group relative flex pointer-coarse:touch-pan-y pointer-coarse:touch-pinch-zoom long-press min-h-11 items-center gap-1 border-line border-b px-1.5 py-px pointer-coarse:min-h-13 compact:min-h-8 compact:py-0 sm:gap-2 sm:pr-3 sm:pl-6.5 sm:pointer-coarse:pl-3',
        isSelected ? 'bg-accent-tint' : 'bg-surface focus-within:bg-hover hover:bg-hover',
      )}
    >
      <label
        className={clsx(
          // With a mouse it has the edge of the row, so that rows begin near it while nothing is selected.
          'size-7 shrink-0 cursor-pointer place-items-center pointer-coarse:size-11 sm:grid sm:pointer-fine:absolute sm:pointer-fine:left-0.5 sm:pointer-fine:size-6',
          isSelecting
            ? 'grid'
            : 'hidden opacity-0 focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100',
        )}
      >
        <input
          type="checkbox"
          className="size-4"
          checked={isSelected}
          aria-label={words.select(task.title)}
          onChange={() => {}}
          onClick={(event) => onSelect(task.id, event.shiftKey)}
        />
      </label>
      <StatusButton task={task} onToggle={() => actions.toggle(task)} />
      <div className="relative flex min-w-0 grow flex-col justify-center py-1 pointer-coarse:min-h-11 compact:flex-row compact:items-center compact:justify-between compact:gap-x-4 compact:py-0">
        {isRenamed ? (
          <TitleInput
            task={task}
            onClose={(byKey) => {
              onRename(undefined)
              if (byKey) focusRow(task.id)
            }}
          />
        ) : (
          <button
            type="button"
            data-task-focus
            onClick={() => onOpen(task.id)}
            onMouseEnter={showWholeText}
            className={clsx(
              // The ring of the focus is within, where the labels below do not cover it.
              'min-w-0 rounded-md px-1 py-0.5 text-left -outline-offset-2 compact:grow compact:text-sm',
              // A finger may land on all of the row that does nothing else.
              'pointer-coarse:before:absolute pointer-coarse:before:inset-0',
              isDone && 'text-soft line-through',
            )}
          >
            <span data-clamped className="wrap-anywhere line-clamp-2 compact:line-clamp-1">
              {task.title}
            </span>
          </button>
        )}
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-1 empty:hidden sm:gap-x-3 compact:max-w-3/5 compact:shrink-0 compact:flex-nowrap compact:overflow-hidden">
          <DueLabel task={task} isOfDay={isOfDay} />
          <RecurrenceMark task={task} />
          <PriorityMark priority={task.priority} />
          {!isOfProject && <ProjectLabel id={task.projectId} />}
          <RowTags task={task} hrefOfTag={hrefOfTag} />
        </div>
      </div>
      <Menu
        label={words.actions(task.title)}
        aria-label={words.actions(task.title)}
        items={async () => {
          const { taskMenu } = await loadMenu()
          return taskMenu(task, actions, { onOpen, onRename })
        }}
        align="end"
        className="grid size-10 shrink-0 place-items-center rounded-lg text-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11 compact:size-7"
      >
        <Ellipsis size={18} aria-hidden />
      </Menu>
    </div>
  )
})

/** Completes a task, or reopens it. */
export function StatusButton({ task, onToggle }: { task: Task; onToggle: () => void }) {
  const isDone = task.status === 'done'
  return (
    <button
      type="button"
      aria-label={isDone ? words.reopen(task.title) : words.complete(task.title)}
      onClick={onToggle}
      className="grid size-8 shrink-0 place-items-center rounded-full pointer-coarse:size-11 compact:size-7"
    >
      <span
        className={clsx(
          'grid size-5.5 place-items-center rounded-full border-2 transition-colors compact:size-4.5',
          isDone
            ? 'border-good bg-good text-surface'
            : task.status === 'in_progress'
              ? 'border-accent text-accent'
              : 'border-strong-line text-transparent hover:border-good hover:text-good',
        )}
      >
        {task.status === 'in_progress' ? (
          <span className="h-2.5 w-1.25 translate-x-1/2 rounded-r-full bg-current compact:h-2 compact:w-1" />
        ) : (
          <Check size={13} strokeWidth={3} aria-hidden />
        )}
      </span>
    </button>
  )
}
