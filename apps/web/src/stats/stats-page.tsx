import { useQuery } from '@tanstack/react-query'
import { BarChart3 } from 'lucide-react'
import { Link } from 'wouter'
import { useTRPC } from '../api/trpc.ts'
import { stats as words } from '../english/stats.ts'
import { timeZone } from '../quick-add/line.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { Empty } from '../ui/empty.tsx'
import { Breakdowns } from './breakdowns.tsx'
import { DaysCard } from './days-card.tsx'
import { begunDays, figuresOf } from './figures.ts'
import { Figures } from './figures-list.tsx'

export default function StatsPage() {
  const trpc = useTRPC()
  const { data: stats, error, refetch } = useQuery(trpc.task.stats.queryOptions({ timeZone }))
  const days = begunDays(stats?.completedPerDay ?? [])
  return (
    <div className="grid grid-cols-1 gap-5">
      <header>
        <h1 className="font-semibold text-2xl tracking-tight">{words.title}</h1>
        <p className="mt-1 text-soft text-sm">{words.zone(timeZone)}</p>
      </header>
      {!stats ? (
        <LoadingOrError error={error} onRetry={refetch} />
      ) : stats.total === 0 ? (
        <Empty icon={BarChart3} title={words.empty.title} text={words.empty.text}>
          <Link href="/" className="mt-2 font-medium text-accent underline">
            {words.empty.action}
          </Link>
        </Empty>
      ) : (
        <>
          <Figures figures={figuresOf(stats)} />
          {days.length > 0 ? (
            <DaysCard days={days} />
          ) : (
            <Empty icon={BarChart3} title={words.begin.title} text={words.begin.text} />
          )}
          <Breakdowns stats={stats} />
        </>
      )}
    </div>
  )
}
