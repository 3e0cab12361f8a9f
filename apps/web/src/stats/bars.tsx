import { Link } from 'wouter'
import { formatCount, formatShare } from '../english/stats.ts'

interface Part {
  label: string
  count: number
  /** The class name of the bar's colour. */
  colour: string
  /** The list of its tasks. */
  href: string
}

/** The parts of a whole with their shares. Screen readers get the numbers, not the bars. */
export function Bars({ total, parts }: { total: number; parts: readonly Part[] }) {
  return (
    <ul className="grid gap-3">
      {parts.map(({ label, count, colour, href }) => (
        <li key={label} className="text-sm">
          <div className="flex items-baseline gap-2">
            <Link href={href} className="grow rounded-sm underline-offset-2 hover:underline">
              {label}
            </Link>
            <span className="font-medium tabular-nums">{formatCount(count)}</span>
            <span className="w-11 text-right text-soft tabular-nums">
              {formatShare(total && count / total)}
            </span>
          </div>
          <div aria-hidden className="mt-1.5 h-2 overflow-hidden rounded-full bg-sunken">
            <div
              className={`h-full rounded-full ${colour}`}
              style={{ width: `${(total && count / total) * 100}%` }}
            />
          </div>
        </li>
      ))}
    </ul>
  )
}
