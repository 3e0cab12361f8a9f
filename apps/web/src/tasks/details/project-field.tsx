import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import type { Task } from '../../api/trpc.ts'
import { tasks as words } from '../../english/tasks.ts'
import { projectChoices } from '../../projects/project-choices.tsx'
import { ProjectName } from '../../projects/project-label.tsx'
import { useProjects } from '../../projects/use-projects.ts'
import { Menu } from '../../ui/menu/menu.tsx'

interface ProjectFieldProps {
  task: Task
  onChoose: (projectId: string | null) => void
}

/** The project of a task, chosen from a menu because a select shows no colours. */
export function ProjectField({ task: { projectId }, onChoose }: ProjectFieldProps) {
  const id = useId()
  const { projects, byId } = useProjects()
  const project = projectId === null ? undefined : byId?.get(projectId)
  return (
    <div className="grid gap-1.5">
      <span id={id} className="font-medium text-sm">
        {words.project}
      </span>
      <Menu
        label={words.project}
        aria-labelledby={`${id} ${id}-value`}
        items={projectChoices({
          projects,
          isChosen: (one) => one === projectId,
          onChoose: (one) => one !== projectId && onChoose(one),
        })}
        className="field flex items-center justify-between gap-2 text-left"
      >
        <span id={`${id}-value`} className="min-w-0">
          {project ? <ProjectName project={project} /> : projectId === null ? words.noProject : '…'}
        </span>
        <ChevronDown size={16} aria-hidden className="shrink-0 text-soft" />
      </Menu>
    </div>
  )
}
