import { Ellipsis } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { resourcePage as words } from '../../english/resource-page.ts'
import { Menu } from '../../ui/menu/menu.tsx'
import type { Definition, Row } from '../definition.ts'
import { labelOf } from '../label.ts'
import { RowValue } from '../row-value.tsx'
import { useRowActions } from './use-row-actions.ts'

/** Fields that a row of the list shows below what it is called. */
const MAX_SHOWN = 6

interface RowListProps {
  definition: Definition
  rows: readonly Row[]
  onOpen: (row: Row) => void
  onDelete: (row: Row) => void
}

/** The rows of a list. Those of a narrow screen and of a wide one are the same. */
export function RowList({ definition, rows, ...on }: RowListProps) {
  return (
    <ul aria-label={definition.words.title} onKeyDown={moveByArrow} className="card divide-y divide-line">
      {rows.map((row) => (
        <RowItem key={row.id} definition={definition} row={row} {...on} />
      ))}
    </ul>
  )
}

/** Moves from the button of a row to the next or the previous one. */
function moveByArrow(event: KeyboardEvent<HTMLUListElement>) {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const at = event.target instanceof HTMLElement ? rows.indexOf(event.target) : -1
  if (by === 0 || at === -1) return
  event.preventDefault()
  rows[at + by]?.focus()
}

interface RowItemProps extends Omit<RowListProps, 'rows'> {
  row: Row
}

function RowItem({ definition, row, onOpen, onDelete }: RowItemProps) {
  const label = labelOf(definition, row)
  const items = useRowActions({ definition, row, onOpen, onDelete })
  return (
    <li className="relative flex items-start gap-2 py-1 pr-1.5 pl-4 hover:bg-hover">
      <div className="grid min-w-0 grow gap-0.5 py-1.5">
        <button
          type="button"
          data-row={row.id}
          onClick={() => onOpen(row)}
          // The whole row can be pressed.
          className="truncate rounded-sm text-left font-medium after:absolute after:inset-0"
        >
          {label}
        </button>
        <Details definition={definition} row={row} />
      </div>
      <Menu
        label={words.actionsOf(label)}
        aria-label={words.actionsOf(label)}
        items={items}
        align="end"
        className="relative inline-grid size-9 shrink-0 place-items-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
      >
        <Ellipsis size={18} aria-hidden />
      </Menu>
    </li>
  )
}

/** The values that are short, where there are any. */
function Details({ definition: { fields, label, words: own }, row }: { definition: Definition; row: Row }) {
  const shown = Object.entries(fields).filter(
    ([name, { control }]) =>
      name !== label &&
      control !== 'json' &&
      control !== 'long-text' &&
      row[name] !== null &&
      row[name] !== '',
  )
  if (shown.length === 0) return null
  return (
    <dl className="flex flex-wrap gap-x-3 text-soft text-sm">
      {shown.slice(0, MAX_SHOWN).map(([name, field]) => (
        <div key={name} className="flex min-w-0 gap-1">
          <dt className="shrink-0">{own.fields[name]}:</dt>
          <dd className="truncate text-ink">
            <RowValue field={field} value={row[name]} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
