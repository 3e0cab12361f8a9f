import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import {
  BarChart3,
  CalendarDays,
  CalendarRange,
  Folder,
  ListTodo,
  type LucideIcon,
  PanelLeftClose,
  PanelLeftOpen,
  Search,
  SquareKanban,
  Sun,
  Trash2,
} from 'lucide-react'
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { Link, useLocation } from 'wouter'
import { useTRPC } from '../api/trpc.ts'
import { common, titleOf } from '../english/common.ts'
import { MOD } from '../english/keyboard.ts'
import { shell as words } from '../english/shell.ts'
import { useInstall } from '../installed/install.ts'
import { Commands } from '../keyboard/commands.tsx'
import { useCommands } from '../keyboard/use-commands.ts'
import { ProjectNav } from '../projects/project-nav.tsx'
import { ProjectsById } from '../projects/use-project.ts'
import { useProjects } from '../projects/use-projects.ts'
import { useMainPages } from '../resources/use-main-pages.ts'
import { useSavedFilters } from '../saved-filters/saved-filters.ts'
import { AllCount, TodayCount, UpcomingCount } from '../today/nav-counts.tsx'
import { IconButton } from '../ui/button.tsx'
import { Logo } from '../ui/logo.tsx'
import { Menu } from '../ui/menu/menu.tsx'
import { retryImport } from '../ui/retry-import.ts'
import { anyTouch, useMedia } from '../ui/use-media.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { RefusedLines } from './refused-lines.tsx'
import { RequestedDue } from './requested-due.tsx'
import { toggleSidebar, useIsRail } from './sidebar.ts'
import { useTheme } from './theme.ts'

const FilterNav = lazy(retryImport(() => import('../saved-filters/filter-nav.tsx')))
const TouchControls = lazy(retryImport(() => import('../touch/touch-controls.tsx')))
const loadAccountMenu = retryImport(() => import('./account-menu.ts'))

interface Page {
  path: string
  label: string
  icon: LucideIcon
  /** On a phone, the account menu has those for which the bar has no room. */
  only?: 'phone' | 'desktop'
  Count?: ComponentType
}

const PAGES: Page[] = [
  { path: '/today', label: words.today, icon: Sun, Count: TodayCount },
  { path: '/upcoming', label: words.upcoming, icon: CalendarRange, Count: UpcomingCount },
  { path: '/all', label: words.tasks, icon: ListTodo, Count: AllCount },
  { path: '/board', label: words.board, icon: SquareKanban, only: 'desktop' },
  { path: '/calendar', label: words.calendar, icon: CalendarDays, only: 'desktop' },
  // The sidebar has them below the pages, by name.
  { path: '/projects', label: words.projects, icon: Folder, only: 'phone' },
  { path: '/stats', label: words.stats, icon: BarChart3, only: 'desktop' },
  { path: '/trash', label: words.trash, icon: Trash2, only: 'desktop' },
]

/** Wide enough for the sidebar. The same as Tailwind's `md`. */
const sidebar = window.matchMedia('(min-width: 48rem)')

/** The document title of each page. */
const TITLES = new Map([
  ...PAGES.map(({ path, label }) => [path, label] as const),
  ['/account', words.account],
  ['/admin', words.admin],
])

/** The frame of every page: navigation, account menu and connection banner. */
export function Shell({ children }: { children: ReactNode }) {
  const [path] = useLocation()
  const isRail = useIsRail()
  const hasTouch = useMedia(anyTouch)
  const { byId } = useProjects()
  const projectName = byId?.get(path.replace('/projects/', ''))?.name
  return (
    <Commands>
      <title>{titleOf(TITLES.get(path) ?? projectName)}</title>
      <a
        href="#content"
        className="sr-only z-50 rounded-lg bg-raised p-3 focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {common.skipToContent}
      </a>
      <div data-sidebar={isRail ? 'rail' : undefined} className="min-h-dvh md:pl-60 rail:pl-16">
        <Navigation isRail={isRail} />
        <ConnectionBanner />
        <RefusedLines />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto max-w-6xl px-4 pt-5 pb-28 outline-none max-md:pointer-coarse:pb-40 md:px-8 md:pt-8 md:pb-16"
        >
          <ProjectsById value={byId}>{children}</ProjectsById>
        </main>
        <RequestedDue />
        {hasTouch && (
          <Suspense>
            <TouchControls />
          </Suspense>
        )}
      </div>
    </Commands>
  )
}

/** A sidebar at the left, which may be a rail of icons, and a bar at the bottom on a phone. */
function Navigation({ isRail }: { isRail: boolean }) {
  const { openPalette } = useCommands()
  const resources = useMainPages()
  const { filters } = useSavedFilters()
  return (
    <nav
      aria-label={words.navigation}
      className="fixed inset-x-0 bottom-0 z-30 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:inset-y-0 md:right-auto md:w-60 md:flex-col md:gap-1 md:border-t-0 md:overflow-y-auto md:overscroll-contain md:border-r md:bg-page md:p-4 rail:w-16 rail:px-2"
    >
      <div className="mb-4 hidden items-center gap-2.5 pl-2 md:flex rail:flex-col rail:pl-0">
        <Logo />
        <span className="grow font-semibold text-lg tracking-tight rail:hidden">{common.product}</span>
        <IconButton
          label={isRail ? words.expand : words.collapse}
          icon={isRail ? PanelLeftOpen : PanelLeftClose}
          onClick={toggleSidebar}
          className="pointer-coarse:size-11"
        />
      </div>
      <button
        type="button"
        // Keeps the focus on the task that the chosen action will apply to.
        onMouseDown={(event) => event.preventDefault()}
        onClick={openPalette}
        className="mb-3 hidden min-h-9 items-center gap-2.5 rounded-lg border border-line bg-surface px-2.5 text-soft text-sm hover:bg-hover md:flex pointer-coarse:min-h-11 rail:justify-center"
        title={isRail ? words.search : undefined}
      >
        <Search size={16} aria-hidden />
        <span className="grow text-left rail:sr-only">{words.search}</span>
        <kbd className="font-sans text-xs pointer-coarse:hidden rail:hidden">{`${MOD} K`}</kbd>
      </button>
      {PAGES.map((page) => (
        <PageLink key={page.path} {...page} isRail={isRail} />
      ))}
      {resources.map((page) => (
        <PageLink key={page.path} {...page} icon={Folder} only="desktop" isRail={isRail} />
      ))}
      {filters.length > 0 && (
        <Suspense>
          <FilterNav />
        </Suspense>
      )}
      <ProjectNav />
      <AccountMenu />
    </nav>
  )
}

function PageLink({ path, label, icon: Icon, only, Count, isRail }: Page & { isRail: boolean }) {
  const [current] = useLocation()
  const isCurrent = current === path || current.startsWith(`${path}/`)
  const hasSidebar = useMedia(sidebar)
  return (
    <Link
      href={path}
      aria-current={isCurrent ? 'page' : undefined}
      title={isRail ? label : undefined}
      className={clsx(
        'rail:justify-center min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs md:min-h-9 md:flex-none md:flex-row md:justify-start md:gap-2.5 md:rounded-lg md:px-2.5 md:text-sm md:pointer-coarse:min-h-11',
        only === 'desktop' ? 'hidden md:flex' : only === 'phone' ? 'flex md:hidden rail:flex' : 'flex',
        isCurrent
          ? 'font-medium text-accent md:bg-accent-tint'
          : 'text-soft hover:text-ink md:hover:bg-hover',
      )}
    >
      <Icon size={18} aria-hidden />
      <span className="rail:sr-only">{label}</span>
      {Count && hasSidebar && !isRail && (
        <span className="ml-auto flex gap-2">
          <Count />
        </span>
      )}
    </Link>
  )
}

function AccountMenu() {
  const trpc = useTRPC()
  const { data: me } = useQuery(trpc.user.me.queryOptions())
  const [, go] = useLocation()
  const { openShortcuts, signOut } = useCommands()
  const theme = useTheme()
  const install = useInstall()
  const resources = useMainPages()
  const items = async () => {
    const { accountMenu } = await loadAccountMenu()
    const pages = sidebar.matches ? [] : PAGES.filter(({ only }) => only === 'desktop')
    return accountMenu({
      isAdmin: me?.role === 'admin',
      pages,
      resources,
      theme,
      go,
      openShortcuts,
      install,
      signOut,
    })
  }
  const name = me?.name ?? words.account
  // On a phone it also has the pages for which the bar has no room.
  const hasSidebar = useMedia(sidebar)
  const menuName = hasSidebar ? words.menuOf(name) : words.moreMenuOf(name)
  return (
    <Menu
      label={hasSidebar ? menuName : name}
      aria-label={menuName}
      items={items}
      className="flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-soft text-xs hover:text-ink md:min-h-11 md:flex-none md:flex-row md:justify-start md:gap-2.5 md:rounded-lg md:px-2 md:text-sm md:hover:bg-hover rail:mt-auto rail:justify-center"
    >
      <span
        aria-hidden
        data-initial={name.charAt(0).toUpperCase()}
        // As CSS content: as text it would become part of the visible label, which the accessible name must contain.
        className="before:content-[attr(data-initial)] grid size-4.5 place-items-center rounded-full bg-accent-tint font-semibold text-[0.65rem] text-accent md:size-7 md:text-xs"
      />
      <span className="max-w-full truncate px-1 md:px-0 md:text-ink rail:sr-only">
        {hasSidebar ? name : words.more}
      </span>
    </Menu>
  )
}
