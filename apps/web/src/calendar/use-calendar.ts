import { useState, useSyncExternalStore } from 'react'
import { useSearchParams } from 'wouter'
import { type Day, dayOf, monthOf, plusDays, plusMonths, readDay, weekOf } from './days/day.ts'
import { firstWeekday } from './days/day-names.ts'

export const VIEWS = ['month', 'week'] as const
export type View = (typeof VIEWS)[number]

/** What the address shows: a month or a week, and the day in it that one is at. */
export function useCalendar() {
  const [params, setParams] = useSearchParams()
  const today = useToday()
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'month'
  const shown = readDay(params.get('date')) ?? today

  // Steps from day to day within what is shown do not change the address: a key held down would flood its history.
  const [step, setStep] = useState({ from: shown, to: shown })
  const active = step.from === shown ? step.to : shown
  const weeks = view === 'month' ? monthOf(shown, firstWeekday) : [weekOf(shown, firstWeekday)]
  const days = weeks.flat()

  const write = (to: { view?: View; date?: Day; task?: string }) => {
    const next = new URLSearchParams(params)
    next.delete('task')
    for (const [name, value] of Object.entries(to)) next.set(name, value)
    if (next.get('view') === 'month') next.delete('view')
    if (next.get('date') === today) next.delete('date')
    return next
  }
  const href = (to: Parameters<typeof write>[0]) => `/calendar?${write(to)}`.replace(/\?$/, '')
  /** Pages are turned in place: Back leaves the calendar. */
  const show = (date: Day) => setParams(write({ date }), { replace: true })
  const turn = (by: 1 | -1) => show(view === 'month' ? plusMonths(active, by) : plusDays(active, 7 * by))

  return {
    view,
    today,
    shown,
    active,
    weeks,
    days,
    href,
    show,
    turn,
    /** Makes a day the one that one is at, turning the page where it is on another. */
    stepTo: (day: Day) => (days.includes(day) ? setStep({ from: shown, to: day }) : show(day)),
    showToday: () => show(today),
    showView: (to: View) => setParams(write({ view: to, date: active })),
  }
}

export type Calendar = ReturnType<typeof useCalendar>

/** The day that it is, also after midnight. */
function useToday(): Day {
  return useSyncExternalStore(everyMinute, () => dayOf(new Date()))
}

function everyMinute(tell: () => void) {
  const timer = setInterval(tell, 60_000)
  return () => clearInterval(timer)
}
