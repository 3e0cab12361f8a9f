import { firstRun as words } from '../english/first-run.ts'
import type { ImportedTask } from '../import/read/imported-task.ts'

/** The tasks of the example, the first one on top of the newest. `hasKeys`: of a device with a keyboard. */
export function exampleTasks({
  today,
  tomorrow,
  hasKeys,
}: {
  today: string
  tomorrow: string
  hasKeys: boolean
}) {
  const { complete, open, move, repeat, tag, add, keys, mistakes } = words.tasks
  const tasks: ImportedTask['task'][] = [
    { title: complete, dueOn: today, priority: 'high' },
    { title: open.title, description: open.notes, dueOn: today },
    { title: move, dueOn: today },
    { title: add },
    { title: tag, tags: [words.tag] },
    { title: repeat, dueOn: tomorrow, recurrence: 'FREQ=WEEKLY' },
    ...(hasKeys ? [{ title: keys }] : []),
    { title: mistakes },
  ]
  // The newest is on top of a list.
  return tasks
    .toReversed()
    .map((task, row): ImportedTask => ({ row, task, project: words.project, troubles: [] }))
}
