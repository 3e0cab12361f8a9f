import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatCount, formatShortDay, stats as words } from '../english/stats.ts'
import { useTheme } from '../shell/theme.ts'
import { type Day, dateOf } from './figures.ts'

/**
 * Pixels between the edges of the drawing and its bars: at the left and below stand the numbers and the days, above what is
 * told of a day.
 */
export const PLOT = { top: 44, right: 20, bottom: 30, left: 34 }

/** A week between two days that are named, today the last of them. */
const NAMED_EVERY = 7

/** Of a day's room seven tenths, and no more than 28 pixels. */
const bars = uPlot.paths.bars?.({ size: [0.7, 28], radius: 0.2 })

const DARK = window.matchMedia('(prefers-color-scheme: dark)')

/** Draws the bars into an element, as wide as it is, in its colours: those of its text, its border and its outline. */
export function useDaysPlot(days: readonly Day[]) {
  const host = useRef<HTMLDivElement>(null)
  const theme = useTheme()
  // The theme is no part of it, but another one has other colours.
  useEffect(() => {
    const element = host.current
    if (!element) return
    let colours = coloursOf(element)
    const plot = new uPlot(
      options(days, element, () => colours),
      [days.map((_, i) => i), days.map(({ count }) => count)],
      element,
    )
    const repaint = () => {
      colours = coloursOf(element)
      // With its paths, which keep the colour they were made in.
      plot.redraw()
    }
    const resized = new ResizeObserver(() => plot.setSize(sizeOf(element)))
    resized.observe(element)
    DARK.addEventListener('change', repaint)
    return () => {
      DARK.removeEventListener('change', repaint)
      resized.disconnect()
      plot.destroy()
    }
  }, [days, theme])
  return host
}

const sizeOf = ({ clientWidth: width, clientHeight: height }: HTMLElement) => ({ width, height })

type Colours = ReturnType<typeof coloursOf>

/** A canvas knows no custom property: the element is asked what they come to. */
function coloursOf(element: HTMLElement) {
  const { color: text, borderTopColor: line, fontFamily, outlineColor: bar } = getComputedStyle(element)
  return { text, line, bar, font: `12px ${fontFamily}` }
}

function options(days: readonly Day[], element: HTMLElement, colours: () => Colours): uPlot.Options {
  const last = days.length - 1
  const axis = { stroke: () => colours().text, font: colours().font, ticks: { show: false } }
  return {
    ...sizeOf(element),
    padding: [PLOT.top, PLOT.right, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false, range: [-0.5, last + 0.5] },
      y: { range: (_, _min, max) => [0, Math.max(4, max)] },
    },
    axes: [
      {
        ...axis,
        size: PLOT.bottom,
        gap: 8,
        grid: { show: false },
        splits: () => days.flatMap((_, i) => ((last - i) % NAMED_EVERY === 0 ? [i] : [])),
        values: (_, at) => at.map((i) => nameOf(days[i], i === last)),
      },
      {
        ...axis,
        size: PLOT.left,
        gap: 6,
        grid: { stroke: () => colours().line, width: 1 },
        // Half a task is none.
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
        values: (_, at) => at.map(formatCount),
      },
    ],
    series: [
      {},
      {
        fill: () => colours().bar,
        width: 0,
        points: { show: false },
        ...(bars && { paths: bars }),
      },
    ],
  }
}

function nameOf(day: Day | undefined, isToday: boolean): string {
  if (isToday) return words.today
  return day ? formatShortDay(dateOf(day)) : ''
}
