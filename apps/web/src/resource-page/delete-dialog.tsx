import { useMutation } from '@tanstack/react-query'
import { newId } from '../api/new-id.ts'
import { problemOf } from '../api/problem.ts'
import { explain } from '../english/problem.ts'
import { resourcePage as words } from '../english/resource-page.ts'
import { ConfirmDialog } from '../ui/dialog/confirm-dialog.tsx'
import { toast } from '../ui/toast/toasts.ts'
import type { Definition, Row } from './definition.ts'
import { labelOf } from './label.ts'
import { useRefresh } from './list/use-rows.ts'

interface DeleteDialogProps {
  definition: Definition
  row: Row
  onClose: () => void
  onDeleted: () => void
}

/** Asks before a row is deleted, and deletes it as it was seen: one that was changed elsewhere stays. */
export function DeleteDialog({ definition, row, onClose, onDeleted }: DeleteDialogProps) {
  const { words: own, remove } = definition
  const refresh = useRefresh(definition)
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () =>
      remove?.({ id: row.id, ifVersion: row.version }, { context: { idempotencyKey: newId() } }),
    onSuccess: async () => {
      toast({ message: words.deleted(own.one) })
      await refresh()
      onClose()
      onDeleted()
    },
    onError: () => refresh(),
  })
  const about = { 404: words.goneForGood(own.one), 412: words.changedElsewhere(own.one) }
  return (
    <ConfirmDialog
      title={words.deleteTitle(labelOf(definition, row))}
      text={words.deleteText}
      action={words.deleteNow}
      isBusy={isPending}
      error={error ? explain(problemOf(error), about) : undefined}
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  )
}
