import type { Patch } from '../api/trpc.ts'
import { STATUS } from '../english/tasks.ts'
import { waiting as words } from '../english/waiting.ts'
import type { Command } from '../sync/commands/command.ts'

/** A command in words. `titleOf` returns the title of a task as it was before, if it is known. */
export function describeCommand(command: Command, titleOf: (id: string) => string | undefined): string {
  switch (command.kind) {
    case 'add':
      return words.add(command.input.text)
    case 'create':
      return words.add(command.input.title)
    case 'update':
      return describePatch(command.patch, titleOf(command.id))
    case 'delete':
      return words.delete(titleOf(command.id))
    case 'restore':
      return words.restore(command.task.title)
    case 'bulk-update':
      return command.patches.every(({ status }) => status === 'done')
        ? words.completeMany(command.ids.length)
        : words.editMany(command.ids.length)
    case 'bulk-delete':
      return words.deleteMany(command.ids.length)
    case 'add-comment':
      return words.addComment(titleOf(command.taskId))
    case 'edit-comment':
      return words.editComment(titleOf(command.taskId))
    case 'delete-comment':
      return words.deleteComment(titleOf(command.taskId))
  }
}

function describePatch(patch: Patch, title: string | undefined): string {
  const fields = new Set(Object.keys(patch).map((field) => words.fields[field as keyof Patch]))
  if (fields.size > 1) return words.edit(undefined, title)
  if (patch.status === 'done') return words.complete(title)
  if (patch.status !== undefined) return words.move(title, STATUS[patch.status])
  return words.edit([...fields][0], title)
}
