import { useQuery, useQueryClient } from '@tanstack/react-query'
import { waiting as words } from '../english/waiting.ts'
import { findTask } from '../sync/cache.ts'
import { type Command, idsOf } from '../sync/commands/command.ts'
import { usePending, useSync } from '../sync/use-sync.tsx'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { describeCommand } from './describe.ts'

/** Lists the changes that wait to be sent, the oldest first. */
export default function WaitingDialog({ onClose }: { onClose: () => void }) {
  const pending = usePending()
  const titleOf = useTitles(pending.map(({ command }) => command))
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title}
      description={pending.length > 0 ? words.text : words.none}
    >
      <ol className="grid divide-y divide-line" aria-label={words.title}>
        {pending.map(({ key, command }) => (
          <li key={key} className="min-w-0 break-words py-2.5 text-sm">
            {describeCommand(command, titleOf)}
          </li>
        ))}
      </ol>
    </Dialog>
  )
}

/** The titles of the tasks that commands change: of loaded ones, of those on this device, and of those just added. */
function useTitles(commands: readonly Command[]): (id: string) => string | undefined {
  const queries = useQueryClient()
  const sync = useSync()
  const unknown = commands.flatMap(idsOf).filter((id) => !findTask(queries, id))
  const { data: copied } = useQuery({
    queryKey: ['titles', unknown],
    queryFn: async () => {
      const tasks = await Promise.all(unknown.map((id) => sync.copy.get()?.task(id)))
      return new Map(tasks.flatMap((task) => (task ? [[task.id, task.title]] : [])))
    },
    enabled: unknown.length > 0,
    networkMode: 'always',
  })
  const added = new Map(
    commands.flatMap((command) =>
      command.kind === 'add'
        ? [[command.id, command.draft.title]]
        : command.kind === 'create'
          ? [[command.input.id, command.input.title]]
          : [],
    ),
  )
  return (id) => findTask(queries, id)?.title ?? copied?.get(id) ?? added.get(id)
}
