import { useState } from 'react'
import type { Task } from '../../api/trpc.ts'
import { palette as words } from '../../english/palette.ts'
import { tasks as taskWords } from '../../english/tasks.ts'
import { useObservable } from '../../observable.ts'
import { ProjectDot } from '../../projects/project-label.tsx'
import { useProjects } from '../../projects/use-projects.ts'
import { useSync } from '../../sync/use-sync.tsx'
import { focusedId } from '../../tasks/list/focus-row.ts'
import { taskMenu } from '../../tasks/list/task-menu.ts'
import { useTaskActions } from '../../tasks/use-task-actions.ts'
import { focusWhenRendered } from '../../ui/focus-when-rendered.ts'
import type { MoveToProject } from '../action.ts'
import { useCommands } from '../use-commands.ts'
import type { Entry, EntryGroup } from './palette-item.tsx'

/** What the page offers to do and, where it has no actions on tasks of its own, those on the task under the cursor. */
export function usePageActions(hasText: boolean): EntryGroup[] {
  const groups = useObservable(useCommands().registry)
  const { projects = [] } = useProjects()
  const focused = useFocusedTask()
  const actions = useTaskActions()
  const moves = (name: string, move: MoveToProject): Entry[] => [
    ...projects
      .filter(({ archived }) => !archived)
      .map((project) => ({
        value: `${name} ${words.moveTo(project.name)} ${project.id}`,
        label: words.moveTo(project.name),
        mark: <ProjectDot color={project.color} />,
        run: () => move(project.id),
      })),
    { value: `${name} ${words.takeOut}`, label: words.takeOut, run: () => move(null) },
  ]
  const ofPage = groups.map(
    ({ name, actions, moveToProject }): EntryGroup => ({
      name,
      entries: [
        ...actions.map(({ label, keys, shown, run }) => ({
          value: `${name} ${label}`,
          label,
          shortcut: keys && (shown ?? keys[0]),
          run,
        })),
        // Only with a text: they would push the others out of sight.
        ...(moveToProject && hasText ? moves(name, moveToProject) : []),
      ],
    }),
  )
  if (!focused || groups.some(({ moveToProject }) => moveToProject)) return ofPage
  const name = taskWords.actions(focused.title)
  const items = taskMenu(focused, actions, { onOpen: () => clickOn(focused.id) })
  const entries = items.flatMap((item): Entry[] =>
    item === 'separator'
      ? []
      : [
          {
            value: `${name} ${item.label}`,
            label: item.label,
            run: () => {
              item.onSelect()
              focusWhenRendered(() => elementOf(focused.id))
            },
          },
        ],
  )
  return [
    {
      name,
      entries: [...entries, ...(hasText ? moves(name, (id) => actions.setProject([focused], id)) : [])],
    },
    ...ofPage,
  ]
}

/** The task that had the focus when the palette opened. */
function useFocusedTask(): Task | undefined {
  const { find } = useSync()
  const [id] = useState(focusedId)
  return id === undefined ? undefined : find(id)
}

const elementOf = (id: string) => document.querySelector<HTMLElement>(`[data-task-id="${CSS.escape(id)}"]`)

/** Opens a task as a click on it does: each page has its own way. */
const clickOn = (id: string) => elementOf(id)?.click()
