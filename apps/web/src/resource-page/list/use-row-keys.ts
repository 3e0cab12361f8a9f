import type { RefObject } from 'react'
import { resourcePage as words } from '../../english/resource-page.ts'
import { useActions } from '../../keyboard/use-commands.ts'
import type { Row } from '../definition.ts'

interface RowKeysOptions {
  region: RefObject<HTMLElement | null>
  rows: readonly Row[]
  onDelete?: (row: Row) => void
}

/** The shortcuts of a list. They apply to the row with the focus. */
export function useRowKeys({ region, rows, onDelete }: RowKeysOptions) {
  const buttons = () => [...(region.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const focused = () =>
    buttons().findIndex((button) => button.closest('li')?.contains(document.activeElement))
  const move = (by: number) => {
    const all = buttons()
    const at = focused()
    all[at === -1 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus()
  }
  const current = () => rows.find(({ id }) => id === buttons()[focused()]?.dataset.row)
  useActions(words.keys.group, [
    { label: words.keys.next, keys: ['j'], run: () => move(1) },
    { label: words.keys.previous, keys: ['k'], run: () => move(-1) },
    ...(onDelete
      ? [
          {
            label: words.keys.delete,
            keys: ['#', 'Shift+#', 'Delete'],
            shown: '#',
            run: () => {
              const row = current()
              if (row) onDelete(row)
            },
          },
        ]
      : []),
  ])
}
