import { useQuery } from '@tanstack/react-query'
import { Flag } from 'lucide-react'
import type { ReactNode } from 'react'
import { PRIORITIES, STATUSES, useTRPC } from '../../api/trpc.ts'
import { filters as words } from '../../english/task/filters.ts'
import { projects as projectWords } from '../../english/task/projects.ts'
import { ProjectDot } from '../../projects/project-label.tsx'
import { useProjects } from '../../projects/use-projects.ts'
import { NO_PROJECT } from '../../sync/lists/task-order.ts'
import { priorityColour } from '../labels/priority-mark.tsx'
import { StatusMark } from '../labels/status-mark.tsx'
import type { DueFilter, StatusFilter, TaskQuery } from '../task-query.ts'
import { type FilterName, filtersFor } from './filter-values.ts'

export interface FilterOption {
  key: string
  label: string
  mark?: ReactNode
  isChosen: boolean
  /** Chooses it or, where several can be chosen, takes it back. */
  onChoose: () => void
}

export interface FilterGroup {
  name: FilterName
  label: string
  /** Whether one option is chosen always. */
  isSingle: boolean
  options: FilterOption[]
}

const toggled = <T,>(list: readonly T[], one: T) =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one]

const keysOf = <K extends string>(of: Record<K, string>) => Object.keys(of) as K[]

/** All options of the filters, with those that are chosen. Projects and tags are there once they are loaded. */
export function useFilterGroups(
  query: TaskQuery,
  onChange: (patch: Partial<TaskQuery>) => void,
  isOfProject: boolean,
): FilterGroup[] {
  const { projects = [] } = useProjects()
  const { data: tags } = useQuery(useTRPC().task.tags.queryOptions())

  const options: Record<FilterName, () => FilterOption[]> = {
    status: () =>
      keysOf(words.status).map((status) => ({
        key: status,
        label: words.status[status],
        mark: markOf(status),
        isChosen: query.status === status,
        onChoose: () => onChange({ status }),
      })),
    due: () =>
      keysOf<DueFilter>(words.due).map((due) => ({
        key: due,
        label: words.due[due],
        isChosen: query.due === due,
        onChoose: () => onChange({ due }),
      })),
    priority: () =>
      PRIORITIES.toReversed().map((priority) => ({
        key: priority,
        label: words.priority[priority],
        mark: priority !== 'none' && (
          <Flag
            size={14}
            aria-hidden
            fill={priority === 'urgent' ? 'currentColor' : 'none'}
            className={priorityColour(priority)}
          />
        ),
        isChosen: query.priority.includes(priority),
        onChoose: () => onChange({ priority: toggled(query.priority, priority) }),
      })),
    project: () => {
      const isChosen = (id: string) => query.project.includes(id)
      const onChoose = (id: string) => onChange({ project: toggled(query.project, id) })
      const offered = projects.filter(({ id, archived }) => !archived || isChosen(id))
      // Without projects, there is nothing to choose between.
      if (offered.length === 0 && query.project.length === 0) return []
      return [
        ...offered.map(({ id, name, color }) => ({
          key: id,
          label: name,
          mark: <ProjectDot color={color} />,
          isChosen: isChosen(id),
          onChoose: () => onChoose(id),
        })),
        {
          key: NO_PROJECT,
          label: projectWords.none,
          isChosen: isChosen(NO_PROJECT),
          onChoose: () => onChoose(NO_PROJECT),
        },
      ]
    },
    tag: () =>
      [...new Set([...query.tag, ...(tags?.data.map(({ tag }) => tag) ?? [])])].map((tag) => ({
        key: tag,
        label: `#${tag}`,
        isChosen: query.tag.includes(tag),
        onChoose: () => onChange({ tag: toggled(query.tag, tag) }),
      })),
  }
  return filtersFor(isOfProject).map((name) => ({
    name,
    label: words.label[name],
    isSingle: name === 'status' || name === 'due',
    options: options[name](),
  }))
}

function markOf(status: StatusFilter): ReactNode {
  const one = STATUSES.find((known) => known === status)
  return one && <StatusMark status={one} />
}
