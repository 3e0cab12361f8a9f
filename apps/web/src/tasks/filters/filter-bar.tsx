import { ArrowDownUp, ListFilter } from 'lucide-react'
import { type RefObject, Suspense, useRef, useState } from 'react'
import { filters as filterWords } from '../../english/task/filters.ts'
import { taskList as words } from '../../english/task/list.ts'
import { SaveFilter } from '../../saved-filters/save-filter.tsx'
import { SearchInput } from '../../ui/form/search-input.tsx'
import { singleChoiceItems } from '../../ui/menu/filter-menu.tsx'
import { Menu } from '../../ui/menu/menu.tsx'
import { preloadable } from '../../ui/preloadable.tsx'
import { isFiltered, type TaskQuery, writeQuery } from '../task-query.ts'
import { ActiveFilters } from './active-filters.tsx'
import { type FilterName, filtersFor, isActive, without } from './filter-values.ts'

const FilterPanel = preloadable(() => import('./filter-panel.tsx'))

const BUTTON =
  'inline-flex min-h-9 shrink-0 items-center gap-2 rounded-lg border border-line bg-surface px-3 text-sm hover:bg-hover aria-expanded:bg-hover pointer-coarse:min-h-11'

interface FilterBarProps {
  query: TaskQuery
  /** How many tasks the list has. */
  total: number | undefined
  onChange: (patch: Partial<TaskQuery>) => void
  onClear: () => void
  searchRef: RefObject<HTMLInputElement | null>
  filterRef: RefObject<HTMLButtonElement | null>
  /** Whether all tasks of the list have the same project. */
  isOfProject: boolean
}

/** The search, the filters and the order of the list, all kept in the URL. */
export function FilterBar(props: FilterBarProps) {
  const { query, total, onChange, onClear, searchRef, filterRef, isOfProject } = props
  const [edited, setEdited] = useState<FilterName | 'all'>()
  const anchor = useRef<HTMLElement>(null)
  const only = edited === 'all' ? undefined : edited
  // The chip that is edited stays under its panel, whatever is chosen.
  const shown = filtersFor(isOfProject).filter((name) => isActive(query, name) || name === only)

  const toggle = (which: FilterName | 'all', from: HTMLElement) => {
    anchor.current = from
    setEdited(edited === which ? undefined : which)
  }
  const close = () => {
    setEdited(undefined)
    // The chip goes with its last value.
    if (only !== undefined && !isActive(query, only)) filterRef.current?.focus()
  }
  const remove = (name: FilterName) => {
    setEdited(undefined)
    onChange(without(name))
    filterRef.current?.focus()
  }
  return (
    <search className="grid grid-cols-1 gap-2">
      <div className="flex items-center gap-2">
        <SearchInput
          ref={searchRef}
          label={words.search}
          value={query.q}
          onChange={(q) => onChange({ q })}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          className="max-sm:min-w-0"
        />
        <button
          ref={filterRef}
          type="button"
          aria-haspopup="dialog"
          aria-expanded={edited === 'all'}
          onPointerEnter={() => void FilterPanel.preload()}
          onFocus={() => void FilterPanel.preload()}
          onClick={({ currentTarget }) => toggle('all', currentTarget)}
          className={BUTTON}
        >
          <ListFilter size={16} aria-hidden className="text-soft" />
          {filterWords.filter}
        </button>
        <Menu
          label={words.sort}
          aria-label={`${words.sort}: ${words.sortBy[query.sort]}`}
          items={singleChoiceItems(words.sortBy, query.sort, (sort) => onChange({ sort }))}
          align="end"
          className={BUTTON}
        >
          <ArrowDownUp size={16} aria-hidden className="text-soft" />
          <span className="max-sm:hidden">{words.sortBy[query.sort]}</span>
        </Menu>
      </div>
      {(shown.length > 0 || isFiltered(query)) && (
        <ActiveFilters query={query} names={shown} edited={only} onEdit={toggle} onRemove={remove}>
          <button
            type="button"
            aria-label={words.clear}
            onClick={() => {
              setEdited(undefined)
              onClear()
              filterRef.current?.focus()
            }}
            className="inline-flex min-h-8 items-center rounded-lg px-2 text-soft text-sm hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
          >
            {filterWords.clear}
          </button>
          {!isOfProject && isFiltered(query) && (
            <SaveFilter search={writeQuery(new URLSearchParams(), query).toString()} />
          )}
        </ActiveFilters>
      )}
      {edited !== undefined && (
        <Suspense>
          <FilterPanel
            key={edited}
            query={query}
            only={only}
            isOfProject={isOfProject}
            total={total}
            anchor={anchor}
            onChange={onChange}
            onClear={onClear}
            onClose={close}
          />
        </Suspense>
      )}
    </search>
  )
}
