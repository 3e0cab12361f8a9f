import type { KeyboardEvent } from 'react'
import { itemOf, neighbourOf } from '../../ui/columns.ts'
import { type Day, plusDays } from '../days/day.ts'
import { firstWeekday } from '../days/day-names.ts'
import { plusMonths, weekOf } from '../days/month.ts'
import { DAY_OFFSETS, type DayFocus } from '../use-day-focus.ts'

/** The day that a key moves to. */
const STEPS: Record<string, (day: Day) => Day | undefined> = {
  ArrowLeft: (day) => plusDays(day, -1),
  ArrowRight: (day) => plusDays(day, 1),
  ArrowUp: (day) => plusDays(day, -7),
  ArrowDown: (day) => plusDays(day, 7),
  Home: (day) => weekOf(day, firstWeekday)[0],
  End: (day) => weekOf(day, firstWeekday).at(-1),
  PageUp: (day) => plusMonths(day, -1),
  PageDown: (day) => plusMonths(day, 1),
}

type Run = (() => void) | undefined

/** The keys of the month grid and of the tasks in it. */
export function useMonthKeys({ focusDay, moveBy }: DayFocus, onChoose: (day: Day) => void) {
  const step = (day: Day, key: string): Run => {
    const to = STEPS[key]?.(day)
    return to === undefined ? undefined : () => focusDay(to)
  }

  const ofDay = (day: Day, { key, shiftKey }: KeyboardEvent): Run => {
    if (key === 'Enter') return () => onChoose(day)
    return shiftKey ? undefined : step(day, key)
  }

  const ofTask = (item: HTMLElement, cell: HTMLElement, day: Day, { key, shiftKey }: KeyboardEvent): Run => {
    const by = DAY_OFFSETS[key]
    if (shiftKey) return by === undefined ? undefined : () => moveBy(item.dataset.taskId, by)
    if (key === 'ArrowDown') return () => neighbourOf(item, key)?.focus()
    if (key === 'ArrowUp') return () => (neighbourOf(item, key) ?? cell).focus()
    return step(day, key)
  }

  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const cell = cellAt(event.target)
    const day = cell?.dataset.column
    if (!cell || !day) return
    const item = itemOf(event.target)
    const run = item ? ofTask(item, cell, day, event) : event.target === cell ? ofDay(day, event) : undefined
    if (!run) return
    event.preventDefault()
    run()
  }
}

/** The cell that contains an element. */
export function cellAt(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null
}
