import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { Ref } from 'react'
import { useLocation } from 'wouter'
import { PRIORITIES, useTRPC } from '../api/trpc.ts'
import { savedFilters } from '../english/task/saved-filters.ts'
import { PRIORITY, tasks as words } from '../english/tasks.ts'
import { useProjects } from '../projects/use-projects.ts'
import { SaveFilter } from '../saved-filters/save-filter.tsx'
import { useSavedFilters } from '../saved-filters/saved-filters.ts'
import { NO_PROJECT } from '../sync/lists/task-order.ts'
import { SearchInput } from '../ui/form/search-input.tsx'
import { FilterMenu, singleChoiceItems } from '../ui/menu/filter-menu.tsx'
import { retryImport } from '../ui/retry-import.ts'
import { isFiltered, type TaskQuery, writeQuery } from './task-query.ts'

const loadChoices = retryImport(() => import('../projects/project-choices.tsx'))

interface FilterBarProps {
  query: TaskQuery
  onChange: (patch: Partial<TaskQuery>) => void
  onClear: () => void
  searchRef: Ref<HTMLInputElement>
  /** Whether all tasks of the list have the same project. */
  isOfProject: boolean
}

const toggled = <T,>(list: readonly T[], one: T) =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one]

/** The search, the filters and the order of the list, all kept in the URL. */
export function FilterBar({ query, onChange, onClear, searchRef, isOfProject }: FilterBarProps) {
  const search = writeQuery(new URLSearchParams(), query).toString()
  const trpc = useTRPC()
  const { data: tags } = useQuery(trpc.task.tags.queryOptions())
  const offered = [...new Set([...query.tag, ...(tags?.data.map(({ tag }) => tag) ?? [])])].slice(0, 50)

  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchInput
        ref={searchRef}
        label={words.search}
        value={query.q}
        onChange={(q) => onChange({ q })}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        className="basis-56"
      />
      {/* On a phone, one line that scrolls sideways. */}
      <div className="-mx-4 flex min-w-0 basis-[calc(100%+2rem)] gap-2 overflow-x-auto overscroll-x-contain px-4 [scrollbar-width:none] *:shrink-0 sm:contents">
        {!isOfProject && <SavedFilters search={search} />}
        <FilterMenu
          label={words.status}
          value={words.statusFilter[query.status]}
          isSet={query.status !== 'open'}
          items={singleChoiceItems(words.statusFilter, query.status, (status) => onChange({ status }))}
        />
        <FilterMenu
          label={words.due}
          value={words.dueFilter[query.due]}
          isSet={query.due !== 'any'}
          items={singleChoiceItems(words.dueFilter, query.due, (due) => onChange({ due }))}
        />
        <FilterMenu
          label={words.priority}
          value={query.priority.map((one) => PRIORITY[one]).join(', ') || words.any}
          isSet={query.priority.length > 0}
          items={PRIORITIES.toReversed().map((one) => ({
            label: PRIORITY[one],
            checked: query.priority.includes(one),
            onSelect: () => onChange({ priority: toggled(query.priority, one) }),
          }))}
        />
        {!isOfProject && (
          <ProjectFilter chosen={query.project} onChange={(project) => onChange({ project })} />
        )}
        {offered.length > 0 && (
          <FilterMenu
            label={words.tag}
            value={query.tag.map((tag) => `#${tag}`).join(', ') || words.any}
            isSet={query.tag.length > 0}
            items={offered.map((tag) => ({
              label: `#${tag}`,
              checked: query.tag.includes(tag),
              onSelect: () => onChange({ tag: toggled(query.tag, tag) }),
            }))}
          />
        )}
        <FilterMenu
          label={words.sort}
          value={words.sortBy[query.sort]}
          isSet={false}
          items={singleChoiceItems(words.sortBy, query.sort, (sort) => onChange({ sort }))}
        />
        {!isOfProject && isFiltered(query) && <SaveFilter search={search} />}
        {isFiltered(query) && (
          <button
            type="button"
            onClick={onClear}
            className="inline-flex min-h-9 items-center gap-1 rounded-lg px-2 text-soft text-sm hover:bg-hover hover:text-ink"
          >
            <X size={15} aria-hidden />
            {words.clear}
          </button>
        )}
      </div>
    </search>
  )
}

interface ProjectFilterProps {
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

/** Any of several projects, or tasks without one. It appears with the first project. */
function ProjectFilter({ chosen, onChange }: ProjectFilterProps) {
  const { projects = [], byId } = useProjects()
  if (projects.length === 0 && chosen.length === 0) return null
  const nameOf = (id: string) => (id === NO_PROJECT ? words.noProject : byId?.get(id)?.name)
  return (
    <FilterMenu
      label={words.project}
      value={chosen.flatMap((id) => nameOf(id) ?? []).join(', ') || words.any}
      isSet={chosen.length > 0}
      items={async () => {
        const { projectChoices } = await loadChoices()
        return projectChoices({
          projects,
          isChosen: (id) => chosen.includes(id ?? NO_PROJECT),
          onChoose: (id) => onChange(toggled(chosen, id ?? NO_PROJECT)),
        })
      }}
    />
  )
}

/** The saved filters, where no sidebar shows them. */
function SavedFilters({ search }: { search: string }) {
  const { filters } = useSavedFilters()
  const [, go] = useLocation()
  if (filters.length === 0) return null
  const current = filters.find((one) => one.search === search)
  return (
    <div className="md:hidden">
      <FilterMenu
        label={savedFilters.saved}
        value={current?.name ?? savedFilters.none}
        isSet={current !== undefined}
        items={filters.map((one) => ({
          label: one.name,
          checked: one === current,
          onSelect: () => go(`/all?${one.search}`),
        }))}
      />
    </div>
  )
}
