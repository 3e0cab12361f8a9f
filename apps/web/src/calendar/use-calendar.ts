import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { type Day, plusDays } from './days/day.ts'
import { firstWeekday } from './days/day-names.ts'
import { parseDay, plusMonths, weekOf, weeksOfMonth } from './days/month.ts'
import { useToday } from './days/use-today.ts'

export const VIEWS = ['month', 'week'] as const
export type View = (typeof VIEWS)[number]

/** The displayed month or week from the URL, and the active day in it. */
export function useCalendar() {
  const [params, setParams] = useSearchParams()
  const today = useToday()
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'month'
  const shown = parseDay(params.get('date')) ?? today

  // Moving within the displayed days does not change the URL: a key held down would call `replaceState` too often.
  const [step, setStep] = useState({ from: shown, to: shown })
  const active = step.from === shown ? step.to : shown
  const weeks = view === 'month' ? weeksOfMonth(shown, firstWeekday) : [weekOf(shown, firstWeekday)]
  const days = weeks.flat()

  const paramsWith = (to: { view?: View; date?: Day; task?: string }) => {
    const next = new URLSearchParams(params)
    next.delete('task')
    for (const [name, value] of Object.entries(to)) next.set(name, value)
    if (next.get('view') === 'month') next.delete('view')
    if (next.get('date') === today) next.delete('date')
    return next
  }
  const href = (to: Parameters<typeof paramsWith>[0]) => `/calendar?${paramsWith(to)}`.replace(/\?$/, '')
  const here = href({})
  /** Replaces the history entry, so that Back leaves the calendar. */
  const show = (date: Day) => setParams(paramsWith({ date }), { replace: true })
  const turn = (by: 1 | -1) => show(view === 'month' ? plusMonths(active, by) : plusDays(active, 7 * by))

  return {
    view,
    today,
    shown,
    active,
    weeks,
    days,
    href,
    hrefOfTask: (id: string) => `${here}${here.includes('?') ? '&' : '?'}task=${id}`,
    show,
    turn,
    /** Makes a day the active one, and shows its month or week if necessary. */
    stepTo: (day: Day) => (days.includes(day) ? setStep({ from: shown, to: day }) : show(day)),
    showToday: () => show(today),
    showView: (to: View) => setParams(paramsWith({ view: to, date: active })),
  }
}

export type Calendar = ReturnType<typeof useCalendar>
