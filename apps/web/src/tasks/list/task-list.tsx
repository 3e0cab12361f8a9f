import { createContext, type Ref, use, useCallback, useEffect, useImperativeHandle, useRef } from 'react'
import {
  type CustomContainerComponentProps,
  type CustomItemComponentProps,
  WindowVirtualizer,
  type WindowVirtualizerHandle,
} from 'virtua'
import type { Task } from '../../api/trpc.ts'
import { taskList as words } from '../../english/task/list.ts'
import { density } from '../../shell/density.ts'
import { type RowProps, TaskRow } from './task-row.tsx'
import { type TaskListHandle, useListFocus } from './use-list-focus.ts'

/** About how high a row is in px, until it is measured. */
const ROW_HEIGHT = { comfortable: 61, compact: 33 }

/** How many rows before the end the next page is loaded. */
const LOAD_AHEAD_ROWS = 40

interface TaskListProps extends Omit<RowProps, 'task' | 'isSelected' | 'isSelecting' | 'isRenamed'> {
  ref: Ref<TaskListHandle>
  tasks: readonly Task[]
  selected: ReadonlySet<string>
  renamed: string | undefined
  /** The number of tasks, loaded or not. */
  total: number | undefined
  onNearEnd: () => void
}

/** A virtualised list: only the rows near the viewport are rendered. */
export function TaskList({ ref, tasks, selected, renamed, total, onNearEnd, ...row }: TaskListProps) {
  const view = useRef<WindowVirtualizerHandle>(null)
  const { length } = tasks
  const loadMoreNearEnd = useCallback(() => {
    const { current } = view
    if (!current) return
    const last = current.findItemIndex(current.scrollOffset + current.viewportSize)
    if (last >= length - LOAD_AHEAD_ROWS) onNearEnd()
  }, [length, onNearEnd])
  useEffect(loadMoreNearEnd, [loadMoreNearEnd])

  const focus = useListFocus(tasks, (index) => view.current?.scrollToIndex(index, { align: 'nearest' }))
  useImperativeHandle(ref, () => focus.handle)

  return (
    <ListSize value={total ?? -1}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notes which row has the focus */}
      <div onFocus={focus.remember}>
        <WindowVirtualizer
          ref={view}
          as={List}
          item={Item}
          itemSize={ROW_HEIGHT[density()]}
          onScroll={loadMoreNearEnd}
          data={tasks}
        >
          {(task) => (
            <TaskRow
              key={task.id}
              task={task}
              isSelected={selected.has(task.id)}
              isSelecting={selected.size > 0}
              isRenamed={renamed === task.id}
              {...row}
            />
          )}
        </WindowVirtualizer>
      </div>
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

/** The length of the whole list for screen readers, since few rows are rendered. -1 if it is not known. */
const ListSize = createContext(-1)

function Item({ ref, style, index, children }: CustomItemComponentProps) {
  return (
    <li ref={ref as Ref<HTMLLIElement>} style={style} aria-posinset={index + 1} aria-setsize={use(ListSize)}>
      {children}
    </li>
  )
}
