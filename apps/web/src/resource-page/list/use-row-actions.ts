import { useMutation } from '@tanstack/react-query'
import { Pencil, Rows3, Trash2 } from 'lucide-react'
import { useLocation } from 'wouter'
import { newId } from '../../api/new-id.ts'
import { problemOf } from '../../api/problem.ts'
import { explain } from '../../english/problem.ts'
import { resourcePage as words } from '../../english/resource-page.ts'
import { useSubPages } from '../../resources/sub-pages-context.ts'
import type { MenuItem } from '../../ui/menu/menu-items.ts'
import { toast } from '../../ui/toast/toasts.ts'
import type { Definition, Row } from '../definition.ts'
import { useRefresh } from './use-rows.ts'

interface RowActionsOptions {
  definition: Definition
  row: Row
  onOpen: (row: Row) => void
  onDelete: (row: Row) => void
}

/** The menu of a row: to open it, its actions, the pages below it, and to delete it. */
export function useRowActions({ definition, row, onOpen, onDelete }: RowActionsOptions): MenuItem[] {
  const { words: own, actions = {}, remove } = definition
  const [, go] = useLocation()
  const refresh = useRefresh(definition)
  const { mutate } = useMutation({
    mutationFn: (run: NonNullable<Definition['actions']>[string]) =>
      run({ id: row.id, ifVersion: row.version }, { context: { idempotencyKey: newId() } }),
    onSuccess: (changed) => {
      toast({ message: words.saved(own.one) })
      void refresh(changed)
    },
    onError: (error) => {
      const about = { 404: words.goneForGood(own.one), 412: words.changedElsewhere(own.one) }
      toast({ tone: 'bad', message: explain(problemOf(error), about) })
      void refresh()
    },
  })
  const below = useSubPages(definition.name)
  return [
    { label: words.open, icon: Pencil, onSelect: () => onOpen(row) },
    ...Object.entries(actions).map(([name, run]) => ({
      label: own.actions?.[name] ?? name,
      onSelect: () => mutate(run),
    })),
    ...below.map(({ title, hrefOf }) => ({ label: title, icon: Rows3, onSelect: () => go(hrefOf(row.id)) })),
    ...(remove
      ? ([
          'separator',
          { label: words.delete, icon: Trash2, danger: true, onSelect: () => onDelete(row) },
        ] as const)
      : []),
  ]
}
