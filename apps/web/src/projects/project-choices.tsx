import type { Project } from '../api/trpc.ts'
import { projects as words } from '../english/task/projects.ts'
import type { MenuItem } from '../ui/menu/menu-items.ts'
import { ProjectDot } from './project-label.tsx'

interface Choices {
  projects: readonly Project[] | undefined
  /** Whether a project is chosen, and null for none. Without this, the items are actions. */
  isChosen?: (id: string | null) => boolean
  onChoose: (id: string | null) => void
}

/** The menu items for choosing a project, or none. Archived projects are offered only where they are chosen already. */
export function projectChoices({ projects = [], isChosen, onChoose }: Choices): MenuItem[] {
  const checked = (id: string | null) => isChosen && { checked: isChosen(id) }
  return [
    { key: 'none', label: words.none, ...checked(null), onSelect: () => onChoose(null) },
    ...projects
      .filter(({ id, archived }) => !archived || isChosen?.(id))
      .map(({ id, name, color }) => ({
        key: id,
        label: name,
        mark: <ProjectDot color={color} />,
        ...checked(id),
        onSelect: () => onChoose(id),
      })),
  ]
}
