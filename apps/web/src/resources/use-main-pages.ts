import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../api/trpc.ts'
import { resourceTitles } from '../english/resources/titles.ts'
import { resourcePages } from './pages.ts'

/** The pages of resources that the user may see and that are below nothing: those of the navigation. */
export function useMainPages(): { path: string; label: string }[] {
  const trpc = useTRPC()
  const { data: me } = useQuery(trpc.user.me.queryOptions())
  return Object.entries(resourcePages).flatMap(([name, { path, parent, isForAdmins }]) =>
    parent === undefined && (!isForAdmins || me?.role === 'admin')
      ? [{ path, label: resourceTitles[name] ?? name }]
      : [],
  )
}
