import { type PointerEvent, useRef, useState } from 'react'
import { formatDay, stats as words } from '../english/stats.ts'
import { type Day, dateOf } from './figures.ts'
import { PLOT_MARGIN, useDaysPlot } from './use-days-plot.ts'

/** A bar chart under an invisible slider. The pointer, arrow keys and screen readers select a day with the slider. */
export function DaysChart({ days }: { days: readonly Day[] }) {
  const host = useDaysPlot(days)
  const [at, setAt] = useState<number>()
  const isPressed = useRef(false)
  const last = days.length - 1
  const day = days[at ?? last]

  const point = ({ clientX, currentTarget }: PointerEvent<HTMLInputElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    const found = Math.floor(((clientX - left) / width) * days.length)
    setAt(Math.min(Math.max(found, 0), last))
  }
  const { top, right, bottom, left } = PLOT_MARGIN
  return (
    <div className="relative rounded-md outline-accent has-[:focus-visible]:outline-2">
      <div ref={host} aria-hidden className="h-60 border-line text-soft outline-accent md:h-72" />
      <div className="absolute" style={{ top, right, bottom, left }}>
        {at !== undefined && day && <Highlight index={at} of={days.length} day={day} />}
        <input
          type="range"
          min={0}
          max={last}
          value={at ?? last}
          aria-label={words.day}
          aria-valuetext={day && words.dayIs(formatDay(dateOf(day)), day.count)}
          className="absolute inset-0 m-0 size-full cursor-default touch-pan-y opacity-0"
          onChange={(event) => {
            // While pressed, `point` selects the day, because the slider's own rounding is slightly off.
            if (!isPressed.current) setAt(event.target.valueAsNumber)
          }}
          onPointerDown={(event) => {
            isPressed.current = true
            point(event)
          }}
          onPointerMove={point}
          onPointerUp={() => {
            isPressed.current = false
          }}
          onPointerCancel={() => {
            isPressed.current = false
          }}
          onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setAt(undefined)}
          onFocus={() => setAt((current) => current ?? last)}
          onBlur={() => setAt(undefined)}
        />
      </div>
    </div>
  )
}

/** The selected day with its count. The label moves along without leaving the chart. */
function Highlight({ index, of, day }: { index: number; of: number; day: Day }) {
  const middle = ((index + 0.5) / of) * 100
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      <div
        className="absolute inset-y-0 rounded-t-sm bg-accent/15"
        style={{ left: `${(index / of) * 100}%`, width: `${100 / of}%` }}
      />
      <p
        className="absolute bottom-full mb-1 whitespace-nowrap rounded-lg border border-line bg-raised px-2.5 py-1.5 text-sm shadow-raised"
        style={{ left: `${middle}%`, transform: `translateX(-${middle}%)` }}
      >
        <span className="font-semibold">{words.tasks(day.count)}</span>
        <span className="ml-2 text-soft">{formatDay(dateOf(day))}</span>
      </p>
    </div>
  )
}
