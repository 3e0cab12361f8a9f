import { clsx } from 'clsx'
import { ListFilter, X } from 'lucide-react'
import { Link, useLocation, useSearch } from 'wouter'
import { savedFilters as words } from '../english/task/saved-filters.ts'
import { removeFilter } from './change-filters.ts'
import { useSavedFilters } from './saved-filters.ts'

/** The saved filters in the sidebar. */
export default function FilterNav() {
  const { userId, filters } = useSavedFilters()
  const [path] = useLocation()
  const search = useSearch()
  return (
    <section aria-label={words.title} className="mt-3 hidden flex-col md:flex rail:hidden">
      <h2 className="px-2.5 py-1.5 text-soft text-sm">{words.title}</h2>
      <ul>
        {filters.map((filter) => {
          const isCurrent = path === '/all' && search === filter.search
          return (
            <li key={filter.name} className="group relative">
              <Link
                href={`/all?${filter.search}`}
                aria-current={isCurrent ? 'page' : undefined}
                className={clsx(
                  'flex min-h-9 items-center gap-2.5 rounded-lg pr-9 pl-2.5 text-sm pointer-coarse:min-h-11',
                  isCurrent
                    ? 'bg-accent-tint font-medium text-accent'
                    : 'text-soft hover:bg-hover hover:text-ink',
                )}
              >
                <ListFilter size={18} aria-hidden className="shrink-0" />
                <span className="truncate">{filter.name}</span>
              </Link>
              <button
                type="button"
                aria-label={words.remove(filter.name)}
                title={words.remove(filter.name)}
                onClick={() => removeFilter(userId, filter.name)}
                className="absolute inset-y-0 right-0 grid size-9 place-items-center rounded-lg text-soft opacity-0 hover:text-ink focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
              >
                <X size={15} aria-hidden />
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
