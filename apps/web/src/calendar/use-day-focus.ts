import { type RefObject, useState } from 'react'
import { calendar as words } from '../english/calendar.ts'
import { useActions } from '../keyboard/use-commands.ts'
import { focusSoon } from '../ui/focus-soon.ts'
import { type Day, plusDays } from './days/day.ts'
import type { Calendar } from './use-calendar.ts'
import { dueDay, useDayActions } from './use-day-actions.ts'

/** Days that Shift with an arrow key moves a task by. */
export const MOVES: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/**
 * Moves tasks from day to day and the focus with them, whichever way the days are laid out: each is marked with
 * `data-column`.
 */
export function useDayFocus(root: RefObject<HTMLElement | null>, calendar: Calendar) {
  const days = useDayActions()
  /** The task that has, or had, the focus, or was moved last: what is chosen from the palette is about it. */
  const [current, setCurrent] = useState<string>()

  const dayElement = (day: Day) => root.current?.querySelector<HTMLElement>(`[data-column="${day}"]`)
  const taskElement = (day: Day, id: string) =>
    dayElement(day)?.querySelector<HTMLElement>(`[data-task-id="${CSS.escape(id)}"]`)

  const focusDay = (day: Day) => {
    calendar.stepTo(day)
    focusSoon(() => dayElement(day))
  }
  const drop = (id: string, day: Day) => {
    if (days.move(id, day)) setCurrent(id)
  }
  const moveBy = (id: string | undefined, by: number) => {
    const task = id === undefined ? undefined : days.find(id)
    const from = task && dueDay(task)
    if (!task || !from) return
    const to = plusDays(from, by)
    drop(task.id, to)
    calendar.stepTo(to)
    focusSoon(() => taskElement(to, task.id), { otherwise: () => dayElement(to) })
  }

  const { keys } = words
  // Their keys are heard where the days are: elsewhere an arrow scrolls. From the palette, it has to close first.
  useActions(keys.dayGroup, [
    {
      label: keys.days,
      keys: [],
      shown: '← ↑ ↓ →',
      run: () => requestAnimationFrame(() => focusDay(calendar.active)),
    },
    { label: keys.dayEarlier, keys: [], shown: 'Shift ←', run: () => moveBy(current, MOVES.ArrowLeft ?? 0) },
    { label: keys.dayLater, keys: [], shown: 'Shift →', run: () => moveBy(current, MOVES.ArrowRight ?? 0) },
    { label: keys.weekEarlier, keys: [], shown: 'Shift ↑', run: () => moveBy(current, MOVES.ArrowUp ?? 0) },
    { label: keys.weekLater, keys: [], shown: 'Shift ↓', run: () => moveBy(current, MOVES.ArrowDown ?? 0) },
  ])

  return { current, setCurrent, focusDay, drop, moveBy, add: days.add }
}

export type DayFocus = ReturnType<typeof useDayFocus>
