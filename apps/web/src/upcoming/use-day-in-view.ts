import { useEffect, useState } from 'react'
import type { Day } from '../calendar/days/day.ts'

/** The part of the window in which a day counts as the one in view: below the strip of days. */
const MARGIN = '-120px 0px -60% 0px'

/** The first day that is in view. */
export function useDayInView(days: readonly Day[]): Day | undefined {
  const [inView, setInView] = useState<ReadonlySet<Day>>(new Set())
  const listed = days.join()
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) =>
        setInView((before) => {
          const after = new Set(before)
          for (const { target, isIntersecting } of entries) {
            const day = (target as HTMLElement).dataset.day ?? ''
            if (isIntersecting) after.add(day)
            else after.delete(day)
          }
          return after
        }),
      { rootMargin: MARGIN },
    )
    for (const day of listed.split(',')) {
      const section = document.querySelector(`[data-day="${day}"]`)
      if (section) observer.observe(section)
    }
    return () => observer.disconnect()
  }, [listed])
  return days.find((day) => inView.has(day)) ?? days[0]
}
