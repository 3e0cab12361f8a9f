import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { filters as words } from '../../english/task/filters.ts'
import { useProjects } from '../../projects/use-projects.ts'
import type { TaskQuery } from '../task-query.ts'
import { type FilterName, filterValue } from './filter-values.ts'

interface ActiveFiltersProps {
  query: TaskQuery
  names: readonly FilterName[]
  /** The one that is being edited. */
  edited: FilterName | undefined
  onEdit: (name: FilterName, chip: HTMLElement) => void
  onRemove: (name: FilterName) => void
  /** What comes after the chips. */
  children: ReactNode
}

/** A chip for each active filter: its words edit it, and its cross takes it away. */
export function ActiveFilters({ query, names, edited, onEdit, onRemove, children }: ActiveFiltersProps) {
  const { byId } = useProjects()
  return (
    // On a phone, one line that scrolls sideways.
    <div className="-mx-4 flex min-w-0 items-center gap-2 overflow-x-auto overscroll-x-contain px-4 py-0.5 [scrollbar-width:none] *:shrink-0 sm:mx-0 sm:flex-wrap sm:overflow-visible sm:px-0">
      {names.length > 0 && (
        <ul aria-label={words.active} className="contents">
          {names.map((name) => {
            const label = words.label[name]
            const value = filterValue(query, name, (id) => byId?.get(id)?.name)
            return (
              <li
                key={name}
                className="flex min-w-0 max-w-72 shrink-0 items-stretch overflow-hidden rounded-lg border border-accent/50 bg-accent-tint text-sm"
              >
                <button
                  type="button"
                  aria-haspopup="dialog"
                  aria-expanded={edited === name}
                  title={`${label}: ${value}`}
                  onClick={({ currentTarget }) => onEdit(name, currentTarget)}
                  className="flex min-h-8 min-w-0 items-center gap-1.5 rounded-l-lg pl-2.5 pr-1 hover:underline focus-visible:-outline-offset-2 pointer-coarse:min-h-11"
                >
                  <span className="text-soft">{label} </span>
                  <span className="truncate font-medium">{value}</span>
                </button>
                <button
                  type="button"
                  aria-label={words.remove(label, value)}
                  title={words.remove(label, value)}
                  onClick={() => onRemove(name)}
                  className="grid w-7 shrink-0 place-items-center rounded-r-lg text-soft hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:w-11"
                >
                  <X size={14} aria-hidden />
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {children}
    </div>
  )
}
