import { clsx } from 'clsx'
import type { Project, ProjectColor } from '../api/trpc.ts'
import { tasks as words } from '../english/tasks.ts'
import { useProject } from './use-project.ts'

// Written out, because Tailwind finds the names of classes in the source.
const BACKGROUND: Record<ProjectColor, string> = {
  grey: 'bg-project-grey',
  red: 'bg-project-red',
  orange: 'bg-project-orange',
  yellow: 'bg-project-yellow',
  green: 'bg-project-green',
  blue: 'bg-project-blue',
  purple: 'bg-project-purple',
}

/** A dot in the colour of a project. */
export function ProjectDot({ color, className = 'size-2.5' }: { color: ProjectColor; className?: string }) {
  return (
    <span aria-hidden className={clsx('inline-block shrink-0 rounded-full', BACKGROUND[color], className)} />
  )
}

export function ProjectName({ project: { name, color } }: { project: Project }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <ProjectDot color={color} />
      <span className="truncate">{name}</span>
    </span>
  )
}

/** The project of a task. Renders nothing without one, or until it is known. */
export function ProjectLabel({ id }: { id: string | null }) {
  const project = useProject(id)
  return (
    project && (
      // It shrinks to 5 rem before it begins another line.
      <span className="inline-flex min-w-0 max-w-fit grow basis-20 items-center text-soft text-xs">
        <span className="sr-only">{words.project}: </span>
        <span className="flex min-w-0 max-w-48">
          <ProjectName project={project} />
        </span>
      </span>
    )
  )
}
