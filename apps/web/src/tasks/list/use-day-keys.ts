import type { RefObject } from 'react'
import { shiftedDay } from '../../calendar/days/due-day.ts'
import { dayMoves as words } from '../../english/task/days/day-moves.ts'
import { today } from '../../english/task/days/today.ts'
import { useActions } from '../../keyboard/use-commands.ts'
import type { TaskActions } from '../use-task-actions.ts'
import { focusRow, rowOf } from './focus-row.ts'
import type { TaskListHandle } from './use-list-focus.ts'
import type { useSelection } from './use-selection.ts'

interface DayKeysOptions {
  list: RefObject<TaskListHandle | null>
  actions: TaskActions
  selection: ReturnType<typeof useSelection>
}

/** The shortcuts that move tasks to other days: the selected ones or, without any, the one with the focus. */
export function useDayKeys({ list, actions, selection }: DayKeysOptions) {
  const moveBy = (days: number) => () => {
    const current = list.current?.current()
    const moving = selection.selected.length > 0 ? selection.selected : current ? [current] : []
    actions.moveTo(moving, (task) => shiftedDay(task, days))
    if (!current) return
    // In the next frame the row is where the task belongs now, or it has left the page.
    requestAnimationFrame(() => {
      const row = rowOf(current.id)
      if (!row) return list.current?.move(1)
      row.scrollIntoView({ block: 'nearest' })
      focusRow(current.id)
    })
  }
  useActions(today.keys.group, [
    { label: words.earlier, keys: ['Shift+ArrowLeft', '['], shown: 'Shift ←', run: moveBy(-1) },
    { label: words.later, keys: ['Shift+ArrowRight', ']'], shown: 'Shift →', run: moveBy(1) },
    { label: words.weekEarlier, keys: ['Shift+ArrowUp'], shown: 'Shift ↑', run: moveBy(-7) },
    { label: words.weekLater, keys: ['Shift+ArrowDown'], shown: 'Shift ↓', run: moveBy(7) },
  ])
}
