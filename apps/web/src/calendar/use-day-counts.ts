import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '../api/trpc.ts'
import type { Day } from './days/day.ts'

/** How many tasks are due on each of the given consecutive days, as the server counts them. Days without tasks are not in it. */
export function useDayCounts(days: readonly Day[], { enabled }: { enabled: boolean }) {
  const trpc = useTRPC()
  const [from = '', to = ''] = [days[0], days.at(-1)]
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const { data } = useQuery({ ...trpc.task.days.queryOptions({ from, to, timeZone }), enabled })
  return useMemo(() => data && new Map(data.data.map(({ date, total }) => [date, total])), [data])
}
