import { createContext, type Ref, use, useCallback, useEffect, useImperativeHandle, useRef } from 'react'
import {
  type CustomContainerComponentProps,
  type CustomItemComponentProps,
  WindowVirtualizer,
  type WindowVirtualizerHandle,
} from 'virtua'
import type { Task } from '../../api/trpc.ts'
import { tasks as words } from '../../english/tasks.ts'
import { focusSoon } from '../../ui/focus-soon.ts'
import { type RowProps, TaskRow } from './task-row.tsx'

/** How many rows before its end a list is read on. */
const READ_ON = 40

export interface TaskListHandle {
  /** The task that has the focus. */
  current: () => Task | undefined
  /** Moves the focus by so many rows; to the first, where none has it. */
  move: (by: number) => void
}

interface TaskListProps extends Omit<RowProps, 'task' | 'isSelected' | 'isSelecting' | 'isRenamed'> {
  ref: Ref<TaskListHandle>
  tasks: readonly Task[]
  selected: ReadonlySet<string>
  renamed: string | undefined
  /** How many there are, loaded or not. */
  total: number | undefined
  onNearEnd: () => void
}

/** A list of any length: only the rows near to what is seen are there. */
export function TaskList({ ref, tasks, selected, renamed, total, onNearEnd, ...row }: TaskListProps) {
  const view = useRef<WindowVirtualizerHandle>(null)
  const { length } = tasks
  const look = useCallback(() => {
    const { current } = view
    if (!current) return
    const last = current.findItemIndex(current.scrollOffset + current.viewportSize)
    if (last >= length - READ_ON) onNearEnd()
  }, [length, onNearEnd])
  useEffect(look, [look])

  useImperativeHandle(ref, () => ({
    current: () => tasks.find(({ id }) => id === focusedId()),
    move: (by) => {
      const from = tasks.findIndex(({ id }) => id === focusedId())
      const to = from === -1 ? 0 : Math.min(Math.max(from + by, 0), tasks.length - 1)
      const task = tasks[to]
      if (!task) return
      view.current?.scrollToIndex(to, { align: 'nearest' })
      focusRow(task.id)
    },
  }))

  return (
    <ListSize value={total ?? -1}>
      <WindowVirtualizer ref={view} as={List} item={Item} itemSize={57} onScroll={look}>
        {tasks.map((task) => (
          <TaskRow
            key={task.id}
            task={task}
            isSelected={selected.has(task.id)}
            isSelecting={selected.size > 0}
            isRenamed={renamed === task.id}
            {...row}
          />
        ))}
      </WindowVirtualizer>
    </ListSize>
  )
}

function List({ ref, style, children }: CustomContainerComponentProps) {
  return (
    <ul
      ref={ref as Ref<HTMLUListElement>}
      style={style}
      aria-label={words.list}
      className="card overflow-hidden"
    >
      {children}
    </ul>
  )
}

/** What a reader who cannot see which rows are there is told: the place in the whole, and its size (-1: not known). */
const ListSize = createContext(-1)

function Item({ ref, style, index, children }: CustomItemComponentProps) {
  return (
    <li ref={ref as Ref<HTMLLIElement>} style={style} aria-posinset={index + 1} aria-setsize={use(ListSize)}>
      {children}
    </li>
  )
}

function focusedId(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-task-id]')?.dataset.taskId
}

/** Once it is rendered: a row that was far away is not there yet. */
function focusRow(id: string) {
  focusSoon(() => document.querySelector(`[data-task-id="${CSS.escape(id)}"] [data-task-focus]`), {
    frames: 6,
    preventScroll: true,
  })
}
