import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { BASE_PATH } from '../../api/base-path.ts'
import { useTRPC } from '../../api/trpc.ts'
import { account } from '../../english/account/account.ts'
import { accountMenu } from '../../english/account/account-menu.ts'
import { palette as words } from '../../english/palette.ts'
import { shell } from '../../english/shell.ts'
import { savedFilters } from '../../english/task/saved-filters.ts'
import { useInstall } from '../../installed/install.ts'
import { ProjectDot } from '../../projects/project-label.tsx'
import { useProjects } from '../../projects/use-projects.ts'
import { useMainPages } from '../../resources/use-main-pages.ts'
import { useSavedFilters } from '../../saved-filters/saved-filters.ts'
import { chooseDensity, DENSITIES } from '../../shell/density.ts'
import { chooseTheme, THEMES } from '../../shell/theme.ts'
import { allWithTag } from '../../tasks/labels/tag-link.tsx'
import { touch } from '../../ui/use-media.ts'
import { useCommands } from '../use-commands.ts'
import type { Entry, EntryGroup } from './palette-item.tsx'

/** Pages of resources, saved filters, projects and tags. Most show with a text only: all of them would push the actions out of sight. */
export function usePlaces(hasText: boolean): EntryGroup[] {
  const [, go] = useLocation()
  const trpc = useTRPC()
  const resources = useMainPages()
  const { filters } = useSavedFilters()
  const { projects = [] } = useProjects()
  const { data: tags } = useQuery(trpc.task.tags.queryOptions(undefined, { enabled: hasText }))
  const pages: EntryGroup = {
    name: words.resources,
    entries: resources.map(({ path, label }) => ({ value: `${label} ${path}`, label, run: () => go(path) })),
  }
  if (!hasText) return [pages]
  return [
    pages,
    {
      name: savedFilters.title,
      entries: filters.map(({ name, search }) => ({
        value: `${savedFilters.title} ${name}`,
        label: name,
        run: () => go(`/all?${search}`),
      })),
    },
    {
      name: shell.projects,
      entries: projects
        .filter(({ archived }) => !archived)
        .map(({ id, name, color }) => ({
          value: `${name} ${id}`,
          label: name,
          mark: <ProjectDot color={color} />,
          run: () => go(`/projects/${id}`),
        })),
    },
    {
      name: words.tags,
      entries: (tags?.data ?? []).map(({ tag }) => ({
        value: `#${tag}`,
        label: `#${tag}`,
        keywords: [tag],
        run: () => go(allWithTag(tag)),
      })),
    },
  ]
}

/** The sections of the account page, by their fragments. */
const SECTIONS = {
  profile: account.profile.title,
  'time-zone': account.timeZone.title,
  theme: account.theme.title,
  password: account.password.title,
  sessions: account.sessions.title,
  calendar: account.calendar.title,
  keys: account.keys.title,
  data: account.data.title,
  delete: account.remove.title,
}

/** The theme, the density, settings, and what the account menu offers besides. */
export function useAccountEntries(hasText: boolean): EntryGroup[] {
  const trpc = useTRPC()
  const [, go] = useLocation()
  const { data: me } = useQuery(trpc.user.me.queryOptions())
  const { signOut } = useCommands()
  const install = useInstall()
  if (!hasText) return []
  const theme = THEMES.map((one): Entry => {
    const label = accountMenu.themeIs(accountMenu.theme[one])
    return { value: label, label, run: () => chooseTheme(one) }
  })
  // A finger needs the room.
  const densities = touch.matches ? [] : DENSITIES
  const density = densities.map((one): Entry => {
    const label = `${account.theme.density}: ${account.theme.densities[one]}`
    return { value: label, label, run: () => chooseDensity(one) }
  })
  const settings = Object.entries(SECTIONS).map(
    ([id, title]): Entry => ({
      value: `${words.settings} ${title}`,
      label: `${words.settings}: ${title}`,
      run: () => {
        go(`/account#${id}`)
        // Where the page is open already, it does not look for the fragment again.
        document.getElementById(id)?.scrollIntoView()
      },
    }),
  )
  const others: Entry[] = [
    ...(me?.role === 'admin' ? [{ value: shell.admin, label: shell.admin, run: () => go('/admin') }] : []),
    {
      value: accountMenu.docs,
      label: accountMenu.docs,
      run: () => window.open(`${BASE_PATH}/docs`, '_blank', 'noopener'),
    },
    ...(install ? [{ value: accountMenu.install, label: accountMenu.install, run: install }] : []),
    { value: accountMenu.signOut, label: accountMenu.signOut, keywords: ['log out'], run: signOut },
  ]
  return [{ name: words.settings, entries: [...theme, ...density, ...settings, ...others] }]
}
