import { type QueryKey, queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Project, useTRPC, useTRPCClient } from '../api/trpc.ts'

export const PROJECTS_KEY: QueryKey = [['project', 'all']]

/** How often projects are asked for while the page is in view, in ms. No stream tells of their changes. */
const REFETCH_MS = 30_000

const PAGE_SIZE = 100

async function readAll(client: ReturnType<typeof useTRPCClient>, signal: AbortSignal): Promise<Project[]> {
  const all: Project[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const input = { sort: 'name', limit: PAGE_SIZE, ...(cursor !== '' && { cursor }) }
    const { data, page } = await client.project.list.query(input, { signal })
    all.push(...data)
    cursor = page.nextCursor
  }
  return all.toSorted(byName)
}

/** The query of all projects. */
export const projectsQuery = (client: ReturnType<typeof useTRPCClient>) =>
  queryOptions({ queryKey: PROJECTS_KEY, queryFn: ({ signal }) => readAll(client, signal) })

/** The user's projects by name, archived ones too. Undefined until they are loaded. */
export function useProjects({ isFollowing = false } = {}) {
  const client = useTRPCClient()
  const { data, error, refetch } = useQuery({
    ...projectsQuery(client),
    ...(isFollowing && { refetchInterval: REFETCH_MS, refetchOnWindowFocus: 'always' as const }),
  })
  const byId = useMemo(() => data && new Map(data.map((one) => [one.id, one])), [data])
  return { projects: data, byId, error, refetch }
}

/** How many tasks each project has, by its id. Projects without tasks are not in it. */
export function useTaskCounts() {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.task.projects.queryOptions())
  return useMemo(() => data && new Map(data.data.map((one) => [one.projectId, one])), [data])
}

export const byName = (a: Project, b: Project) =>
  a.name.localeCompare(b.name, undefined, { sensitivity: 'accent' })
