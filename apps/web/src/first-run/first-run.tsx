import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Sprout } from 'lucide-react'
import { Link } from 'wouter'
import { client } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { useTRPC } from '../api/trpc.ts'
import { plusDays } from '../calendar/days/day.ts'
import { useToday } from '../calendar/days/use-today.ts'
import { firstRun as words } from '../english/first-run.ts'
import { explain } from '../english/problem.ts'
import { planImport } from '../import/send/plan.ts'
import { createSending } from '../import/send/sending.ts'
import { useProjects } from '../projects/use-projects.ts'
import { refetchProjects } from '../sync/cache.ts'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast/toasts.ts'
import { exampleTasks } from './example.ts'

/** Offers an example to who has neither tasks nor projects. */
export default function FirstRun() {
  const trpc = useTRPC()
  const today = useToday()
  const { data: stats } = useQuery(trpc.task.stats.queryOptions())
  const { projects } = useProjects()
  const add = useAddExample(today)
  if (stats?.total !== 0 || projects?.length !== 0) return null
  return (
    <section
      aria-labelledby="first-run"
      className="card mx-auto mt-8 grid max-w-md animate-appear justify-items-center gap-2 px-6 py-6 text-center"
    >
      <Sprout size={24} aria-hidden className="text-good" />
      <h2 id="first-run" className="font-semibold">
        {words.title}
      </h2>
      <p className="text-pretty text-soft text-sm">{words.text}</p>
      <Button variant="primary" className="mt-2" disabled={add.isPending} onClick={() => add.mutate()}>
        {add.isPending ? words.adding : words.add}
      </Button>
      <Link href="/import" className="rounded-lg px-2 py-1 text-accent text-sm hover:underline">
        {words.import}
      </Link>
    </section>
  )
}

function useAddExample(today: string) {
  const queries = useQueryClient()
  const fail = (error: unknown) => toast({ tone: 'bad', message: explain(problemOf(error)) })
  return useMutation({
    mutationFn: async () => {
      const hasKeys = matchMedia('(hover: hover)').matches
      const tasks = exampleTasks({ today, tomorrow: plusDays(today, 1), hasKeys })
      const sending = createSending(client, planImport(tasks, 'named', []), () => {})
      try {
        await sending.send()
      } catch (error) {
        // A part of it would be no example, and would be in the way of another attempt.
        await sending.takeBack().catch(() => {})
        throw error
      }
      return sending
    },
    onSuccess: (sending) => {
      const takeBack = async () => {
        await sending.takeBack().catch(fail)
        void refetchProjects(queries)
      }
      toast({ message: words.added, action: { label: words.undo, run: () => void takeBack() } })
    },
    onError: fail,
    onSettled: () => refetchProjects(queries),
  })
}
