import { useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { shell as words } from '../english/shell.ts'
import { useCommands } from '../keyboard/use-commands.ts'
import { refetchProjects } from '../sync/cache.ts'
import { IconButton } from '../ui/button.tsx'
import { ProjectDot } from './project-label.tsx'
import { useProjects, useTaskCounts } from './use-projects.ts'

/** The most projects in the sidebar. The page of projects has the others. */
const MAX_SHOWN = 50

const LINK = 'flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 text-sm pointer-coarse:min-h-11'
const linkClass = (isCurrent: boolean) =>
  clsx(LINK, isCurrent ? 'bg-accent-tint font-medium text-accent' : 'text-soft hover:bg-hover hover:text-ink')

/** The projects in the sidebar, with the number of their open tasks. On a phone, the page of projects shows them. */
export function ProjectNav() {
  const { projects } = useProjects({ isFollowing: true })
  const { openNewProject } = useCommands()
  const [path] = useLocation()
  const counts = useTaskCounts()
  useNewlyCounted(counts)
  const shown = projects?.filter(({ archived }) => !archived).slice(0, MAX_SHOWN) ?? []
  return (
    <section aria-label={words.projects} className="mt-3 hidden min-h-24 grow flex-col md:flex rail:hidden">
      <div className="flex items-center">
        <Link
          href="/projects"
          aria-current={path === '/projects' ? 'page' : undefined}
          className={clsx(linkClass(path === '/projects'), 'min-w-0 grow')}
        >
          {words.projects}
        </Link>
        <IconButton label={words.newProject} icon={Plus} onClick={openNewProject} />
      </div>
      <ul className="-mx-1 min-h-0 grow overflow-y-auto overscroll-contain px-1">
        {shown.map(({ id, name, color }) => {
          const href = `/projects/${id}`
          const open = counts?.get(id)?.open ?? 0
          return (
            <li key={id}>
              <Link
                href={href}
                aria-current={path === href ? 'page' : undefined}
                className={linkClass(path === href)}
              >
                <span className="grid size-4.5 shrink-0 place-items-center">
                  <ProjectDot color={color} />
                </span>
                <span className="min-w-0 grow truncate">{name}</span>
                {open > 0 && (
                  <span className="text-soft text-xs tabular-nums">
                    {open.toLocaleString('en')}
                    <span className="sr-only"> {words.open}</span>
                  </span>
                )}
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Asks for the projects again when other ones have tasks than before: some may be new, or deleted. */
function useNewlyCounted(counts: ReturnType<typeof useTaskCounts>) {
  const queries = useQueryClient()
  const ids = counts && [...counts.keys()].sort().join()
  const known = useRef(ids)
  useEffect(() => {
    if (known.current !== undefined && known.current !== ids) void refetchProjects(queries)
    known.current = ids
  }, [ids, queries])
}
