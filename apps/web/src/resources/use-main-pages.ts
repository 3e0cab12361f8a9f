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

/** The title of the page at a path, if it is one of a resource. */
export function titleAt(path: string): string | undefined {
  const segments = path.split('/')
  const found = Object.entries(resourcePages).find(([, page]) => {
    const pattern = page.path.split('/')
    return (
      pattern.length === segments.length &&
      pattern.every((segment, i) => segment.startsWith(':') || segment === segments[i])
    )
  })
  return found && resourceTitles[found[0]]
}
