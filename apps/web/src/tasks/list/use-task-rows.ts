import { useRef, useState } from 'react'
import type { Task } from '../../api/trpc.ts'
import { useCommands } from '../../keyboard/use-commands.ts'
import { useOpenTask } from '../details/use-open-task.ts'
import { useTaskActions } from '../use-task-actions.ts'
import { rowOf } from './focus-row.ts'
import type { RowProps } from './task-row.tsx'
import { useDayKeys } from './use-day-keys.ts'
import { useListFocus } from './use-list-focus.ts'
import { useListKeys } from './use-list-keys.ts'
import { useSelection } from './use-selection.ts'

/**
 * What rows in several lists of one page have in common: the keys, the selection, and the focus that moves through all of
 * them. `tasks` are those of all lists, in the order of the page.
 */
export function useTaskRows(tasks: readonly Task[]) {
  const { openPalette } = useCommands()
  const actions = useTaskActions()
  const selection = useSelection(tasks)
  const [renamed, setRenamed] = useState<string>()
  const { open: onOpen } = useOpenTask()

  const focus = useListFocus(tasks, (index) => {
    const task = tasks[index]
    if (task) rowOf(task.id)?.scrollIntoView({ block: 'nearest' })
  })
  const list = useRef(focus.handle)
  list.current = focus.handle
  useListKeys({ list, actions, selection, onOpen, onRename: setRenamed, onSearch: openPalette })
  useDayKeys({ list, actions, selection })

  const isSelecting = selection.selected.length > 0
  return {
    actions,
    selection,
    onOpen,
    /** For the element around all lists. */
    onFocus: focus.remember,
    /** The properties of a row. `isOfDay`: a heading above names the day on which it is due. */
    propsOf: (task: Task, isOfDay = false): RowProps => ({
      task,
      actions,
      isSelected: selection.ids.has(task.id),
      isSelecting,
      isRenamed: renamed === task.id,
      isOfProject: false,
      isOfDay,
      onSelect: selection.toggle,
      onOpen,
      onRename: setRenamed,
    }),
  }
}

export type TaskRows = ReturnType<typeof useTaskRows>
