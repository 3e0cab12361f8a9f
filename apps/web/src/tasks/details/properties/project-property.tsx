import { Folder } from 'lucide-react'
import type { Task } from '../../../api/trpc.ts'
import { projects as projectWords } from '../../../english/task/projects.ts'
import { tasks as words } from '../../../english/tasks.ts'
import { projectChoices } from '../../../projects/project-choices.tsx'
import { ProjectDot } from '../../../projects/project-label.tsx'
import { useProjects } from '../../../projects/use-projects.ts'
import { ChipMenu } from '../../../ui/menu/chip-menu.tsx'

interface ProjectPropertyProps {
  task: Task
  onChoose: (projectId: string | null) => void
}

/** The project of a task. */
export function ProjectProperty({ task: { projectId }, onChoose }: ProjectPropertyProps) {
  const { projects, byId } = useProjects()
  const project = projectId === null ? undefined : byId?.get(projectId)
  return (
    <ChipMenu
      label={words.project}
      value={projectId === null ? projectWords.none : (project?.name ?? '…')}
      isSet={projectId !== null}
      mark={
        project ? <ProjectDot color={project.color} /> : <Folder size={15} aria-hidden className="shrink-0" />
      }
      items={projectChoices({
        projects,
        isChosen: (one) => one === projectId,
        onChoose: (one) => one !== projectId && onChoose(one),
      })}
    />
  )
}
