import type { RefObject } from 'react'
import { PRIORITIES, type Task } from '../../api/trpc.ts'
import { MOD } from '../../english/keyboard.ts'
import { PRIORITY, tasks as words } from '../../english/tasks.ts'
import { useActions } from '../../keyboard/use-commands.ts'
import { dueRequest } from '../../shell/due-request.ts'
import { dueChoices } from '../due-choices.ts'
import type { TaskActions } from '../use-task-actions.ts'
import type { TaskListHandle } from './use-list-focus.ts'
import type { useSelection } from './use-selection.ts'

interface ListKeysOptions {
  list: RefObject<TaskListHandle | null>
  actions: TaskActions
  selection: ReturnType<typeof useSelection>
  onOpen: (id: string) => void
  onRename: (id: string) => void
  onSearch: () => void
  /** Undefined where there are no filters. */
  onFilter?: () => void
}

/** The shortcuts of the list. They apply to the selection or, without one, to the task with the focus. */
export function useListKeys({
  list,
  actions,
  selection,
  onOpen,
  onRename,
  onSearch,
  onFilter,
}: ListKeysOptions) {
  const { keys } = words
  const move = (by: number) => list.current?.move(by)
  const withCurrent = (run: (task: Task) => void) => () => {
    const task = list.current?.current()
    if (task) run(task)
  }
  const withTasks = (run: (tasks: readonly Task[]) => void) => () => {
    if (selection.selected.length > 0) {
      run(selection.selected)
      return selection.clear()
    }
    const task = list.current?.current()
    if (!task) return
    // Moves the focus first, because the action may remove the task from the list.
    move(1)
    run([task])
  }
  const toggleAll = (tasks: readonly Task[]) =>
    actions.setStatus(tasks, tasks.every(({ status }) => status === 'done') ? 'todo' : 'done')
  const startAll = (tasks: readonly Task[]) =>
    actions.setStatus(tasks, tasks.every(({ status }) => status === 'in_progress') ? 'todo' : 'in_progress')

  const actionsOnTasks = [
    { label: keys.next, keys: ['j'], run: () => move(1) },
    { label: keys.previous, keys: ['k'], run: () => move(-1) },
    { label: keys.open, keys: ['o'], run: withCurrent(({ id }) => onOpen(id)) },
    { label: keys.complete, keys: ['d'], run: withTasks(toggleAll) },
    { label: keys.progress, keys: ['s'], run: withTasks(startAll) },
    { label: keys.rename, keys: ['e'], run: withCurrent(({ id }) => onRename(id)) },
    { label: keys.select, keys: ['x'], run: withCurrent(({ id }) => selection.toggle(id)) },
    { label: keys.selectAll, keys: ['$mod+a'], shown: `${MOD} A`, run: selection.selectAll },
    { label: keys.clear, keys: ['Escape'], shown: 'Esc', run: selection.clear },
    { label: keys.delete, keys: ['#', 'Shift+#', 'Delete'], shown: '#', run: withTasks(actions.remove) },
    { label: keys.search, keys: ['/'], run: onSearch },
    ...(onFilter ? [{ label: keys.filter, keys: ['f'], run: onFilter }] : []),
  ]
  useActions(keys.group, actionsOnTasks, (projectId) =>
    withTasks((tasks) => actions.setProject(tasks, projectId))(),
  )
  useActions(
    keys.priority,
    PRIORITIES.map((priority, i) => ({
      label: PRIORITY[priority],
      keys: [String(i)],
      run: withTasks((tasks) => actions.setPriority(tasks, priority)),
    })),
  )
  const pickDue = () => {
    const { selected, clear } = selection
    const task = list.current?.current()
    if (selected.length > 0) dueRequest.set({ tasks: selected, onPicked: clear })
    else if (task) dueRequest.set({ tasks: [task] })
  }
  useActions(keys.due, [
    ...dueChoices().map(({ label, due }, i) => ({
      label,
      keys: [`t ${i + 1}`],
      run: withTasks((tasks) => actions.setDue(tasks, due)),
    })),
    { label: words.pickDate, keys: ['t d'], run: pickDue },
  ])
}
