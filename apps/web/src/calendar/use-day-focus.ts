import { type RefObject, useCallback, useRef, useState } from 'react'
import { calendar as words } from '../english/task/days/calendar.ts'
import { useActions } from '../keyboard/use-commands.ts'
import { focusWhenRendered } from '../ui/focus-when-rendered.ts'
import { type Day, plusDays } from './days/day.ts'
import { dueDay } from './days/due-day.ts'
import type { Calendar } from './use-calendar.ts'
import { useDayActions } from './use-day-actions.ts'

/** The number of days that Shift with an arrow key moves a task by. */
export const DAY_OFFSETS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** Moves tasks between days, and the focus with them, in any layout whose days are marked with `data-column`. */
export function useDayFocus(root: RefObject<HTMLElement | null>, calendar: Calendar) {
  const days = useDayActions()
  /** The task that had the focus or was moved last. Actions chosen from the palette apply to it. */
  const [currentId, setCurrentId] = useState<string>()

  const dayElement = (day: Day) => root.current?.querySelector<HTMLElement>(`[data-column="${day}"]`)
  const taskElement = (day: Day, id: string) =>
    dayElement(day)?.querySelector<HTMLElement>(`[data-task-id="${CSS.escape(id)}"]`)

  const focusDay = (day: Day) => {
    calendar.stepTo(day)
    focusWhenRendered(() => dayElement(day))
  }
  const drop = (id: string, day: Day) => {
    if (days.move(id, day)) setCurrentId(id)
  }
  const moveBy = (id: string | undefined, by: number) => {
    const task = id === undefined ? undefined : days.find(id)
    const from = task && dueDay(task)
    if (!task || !from) return
    const to = plusDays(from, by)
    drop(task.id, to)
    calendar.stepTo(to)
    focusWhenRendered(() => taskElement(to, task.id), { fallback: () => dayElement(to) })
  }

  const latest = useRef(moveBy)
  latest.current = moveBy
  // Stable: otherwise every task would render again with each change of the page.
  const moveTaskBy = useCallback((id: string, by: number) => latest.current(id, by), [])

  const { keys } = words
  // No global keys: arrows work on the days only, elsewhere they scroll. The frame lets the palette close first.
  useActions(keys.dayGroup, [
    {
      label: keys.days,
      keys: [],
      shown: '← ↑ ↓ →',
      run: () => requestAnimationFrame(() => focusDay(calendar.active)),
    },
    {
      label: keys.dayEarlier,
      keys: [],
      shown: 'Shift ←',
      run: () => moveBy(currentId, DAY_OFFSETS.ArrowLeft ?? 0),
    },
    {
      label: keys.dayLater,
      keys: [],
      shown: 'Shift →',
      run: () => moveBy(currentId, DAY_OFFSETS.ArrowRight ?? 0),
    },
    {
      label: keys.weekEarlier,
      keys: [],
      shown: 'Shift ↑',
      run: () => moveBy(currentId, DAY_OFFSETS.ArrowUp ?? 0),
    },
    {
      label: keys.weekLater,
      keys: [],
      shown: 'Shift ↓',
      run: () => moveBy(currentId, DAY_OFFSETS.ArrowDown ?? 0),
    },
  ])

  return { currentId, setCurrentId, focusDay, drop, moveBy, moveTaskBy }
}

export type DayFocus = ReturnType<typeof useDayFocus>
