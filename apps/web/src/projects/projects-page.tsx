import { Folder, Plus } from 'lucide-react'
import { Link } from 'wouter'
import type { Project } from '../api/trpc.ts'
import { projects as words } from '../english/task/projects.ts'
import { useCommands } from '../keyboard/use-commands.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProjectDot } from './project-label.tsx'
import { useProjectActions } from './use-project-actions.ts'
import { useProjects, useTaskCounts } from './use-projects.ts'

/** All projects, the archived ones at the end. */
export default function ProjectsPage() {
  const { projects, error, refetch } = useProjects()
  const { openNewProject } = useCommands()
  const active = projects?.filter(({ archived }) => !archived) ?? []
  const archived = projects?.filter((project) => project.archived) ?? []
  return (
    <div className="grid grid-cols-1 gap-5">
      <header className="flex items-center justify-between gap-3">
        <h1 className="font-semibold text-2xl tracking-tight">{words.title}</h1>
        <Button variant="primary" icon={Plus} onClick={openNewProject}>
          {words.create}
        </Button>
      </header>
      {!projects ? (
        <LoadingOrError error={error} onRetry={refetch} />
      ) : active.length === 0 ? (
        <Empty icon={Folder} {...words.empty} />
      ) : (
        <ProjectList label={words.list} projects={active} />
      )}
      {archived.length > 0 && (
        <section className="grid gap-3">
          <div>
            <h2 className="font-semibold text-lg">{words.archivedTitle}</h2>
            <p className="text-soft text-sm">{words.archivedText}</p>
          </div>
          <ProjectList label={words.archivedList} projects={archived} />
        </section>
      )}
    </div>
  )
}

function ProjectList({ label, projects }: { label: string; projects: readonly Project[] }) {
  const counts = useTaskCounts()
  const { setArchived, isBusy } = useProjectActions()
  return (
    <ul aria-label={label} className="card divide-y divide-line overflow-hidden">
      {projects.map((project) => {
        const { id, name, description, color, archived } = project
        return (
          <li key={id} className="flex items-center gap-2 pr-3 focus-within:bg-hover hover:bg-hover">
            <Link
              href={`/projects/${id}`}
              className="flex min-h-13 min-w-0 grow items-center gap-3 rounded-lg py-2 pl-4 -outline-offset-2"
            >
              <ProjectDot color={color} className="size-3" />
              <span className="min-w-0 grow">
                <span className="block truncate">{name}</span>
                {description !== null && (
                  <span className="block truncate text-soft text-sm">{description}</span>
                )}
              </span>
              {counts && !archived && (
                <span className="shrink-0 text-soft text-sm">{words.open(counts.get(id)?.open ?? 0)}</span>
              )}
            </Link>
            {archived && (
              <Button
                disabled={isBusy}
                aria-label={`${words.unarchive}: ${name}`}
                onClick={() => setArchived(project, false)}
              >
                {words.unarchive}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
