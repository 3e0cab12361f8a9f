import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatCount, formatShortDay, stats as words } from '../english/stats.ts'
import { useTheme } from '../shell/theme.ts'
import { type Day, dateOf } from './figures.ts'

/** Space around the bars in px, for the axes at the left and below and for the label of the selected day above. */
export const PLOT_MARGIN = { top: 44, right: 20, bottom: 30, left: 34 }

/** The axis labels every seventh day, counted back from today. */
const LABEL_EVERY_DAYS = 7

/** A bar takes 70 % of its day's width, and at most 28 px. */
const bars = uPlot.paths.bars?.({ size: [0.7, 28], radius: 0.2 })

const DARK = window.matchMedia('(prefers-color-scheme: dark)')

/** Draws the bars into an element, as wide as the element and in the colours of its text, border and outline. */
export function useDaysPlot(days: readonly Day[]) {
  const host = useRef<HTMLDivElement>(null)
  const theme = useTheme()
  // Depends on the theme, because a canvas does not follow the colours by itself.
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
      // Rebuilds the paths too, because they keep the colour they were created with.
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

/** A canvas cannot use CSS custom properties, so their computed values are read from the element. */
function coloursOf(element: HTMLElement) {
  const { color: text, borderTopColor: line, fontFamily, outlineColor: bar } = getComputedStyle(element)
  return { text, line, bar, font: `12px ${fontFamily}` }
}

function options(days: readonly Day[], element: HTMLElement, colours: () => Colours): uPlot.Options {
  const last = days.length - 1
  const axis = { stroke: () => colours().text, font: colours().font, ticks: { show: false } }
  return {
    ...sizeOf(element),
    padding: [PLOT_MARGIN.top, PLOT_MARGIN.right, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false, range: [-0.5, last + 0.5] },
      y: { range: (_, _min, max) => [0, Math.max(4, max)] },
    },
    axes: [
      {
        ...axis,
        size: PLOT_MARGIN.bottom,
        gap: 8,
        grid: { show: false },
        splits: () => days.flatMap((_, i) => ((last - i) % LABEL_EVERY_DAYS === 0 ? [i] : [])),
        values: (_, at) => at.map((i) => nameOf(days[i], i === last)),
      },
      {
        ...axis,
        size: PLOT_MARGIN.left,
        gap: 6,
        grid: { stroke: () => colours().line, width: 1 },
        // Whole numbers only.
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
