import type { TaskChange } from '../lists/task-list.ts'
import type { TaskCommand } from './command.ts'

/**
 * Remembers the versions that this page created. Several edits made before the first response all name the same version in
 * `ifVersion`. `rebase` raises it past our own changes, so that these do not count as conflicts.
 */
export function trackOwnVersions() {
  const ours = new Set<string>()
  return {
    record: (change: TaskChange) => {
      if (change.type === 'upsert') ours.add(`${change.task.id} ${change.task.version}`)
    },
    rebase: (command: TaskCommand): TaskCommand => {
      if (command.kind !== 'update' || command.ifVersion === undefined) return command
      let version = command.ifVersion
      while (ours.has(`${command.id} ${version + 1}`)) version += 1
      return { ...command, ifVersion: version }
    },
  }
}
