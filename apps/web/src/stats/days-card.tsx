import { formatCount, formatDay, stats as words } from '../english/stats.ts'
import { DaysChart } from './days-chart.tsx'
import { type Day, dateOf } from './figures.ts'

/** The tasks completed per day, as a chart and as a table. */
export function DaysCard({ days }: { days: readonly Day[] }) {
  const total = days.reduce((sum, { count }) => sum + count, 0)
  return (
    <section aria-labelledby="per-day" className="card p-4 md:p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="per-day" className="font-semibold">
          {words.perDay}
        </h2>
        <p className="text-soft text-sm">{words.perDayText(total, days.length)}</p>
      </div>
      <DaysChart days={days} />
      <details className="mt-3 text-sm">
        <summary className="w-fit cursor-pointer rounded-md py-1 text-soft hover:text-ink">
          {words.table}
        </summary>
        <table className="mt-2 w-full max-w-md">
          <caption className="sr-only">{words.perDay}</caption>
          <thead>
            <tr className="border-line border-b text-left text-soft">
              <th scope="col" className="py-1.5 font-medium">
                {words.day}
              </th>
              <th scope="col" className="py-1.5 text-right font-medium">
                {words.done}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.date} className="border-line border-b last:border-0">
                <th scope="row" className="py-1.5 text-left font-normal">
                  {formatDay(dateOf(day))}
                </th>
                <td className="py-1.5 text-right tabular-nums">{formatCount(day.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
