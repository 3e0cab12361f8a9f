import { SlidersHorizontal, X } from 'lucide-react'
import { type Ref, useState } from 'react'
import { resourcePage as words } from '../../english/resource-page.ts'
import { Button } from '../../ui/button.tsx'
import { SearchInput } from '../../ui/form/search-input.tsx'
import { FilterMenu } from '../../ui/menu/filter-menu.tsx'
import type { Definition } from '../definition.ts'
import { FilterDialog } from './filter-dialog.tsx'
import {
  DEFAULT_SORT,
  equalFilters,
  type Filter,
  isFiltered,
  type ListQuery,
  rangeFilters,
  sortsOf,
} from './list-query.ts'

interface FilterBarProps {
  definition: Definition
  query: ListQuery
  onChange: (patch: ListQuery) => void
  onClear: () => void
  searchRef: Ref<HTMLInputElement>
}

/** The search, the filters and the order of a list. Filters that take more than a choice are in a dialog. */
export function FilterBar({ definition, query, onChange, onClear, searchRef }: FilterBarProps) {
  const { words: own, hasSearch } = definition
  const [isOpen, setOpen] = useState(false)
  const equal = equalFilters(definition)
  const menus = equal.filter(isChoice)
  const others = [...equal.filter((filter) => !isChoice(filter)), ...rangeFilters(definition)]
  const used = others.filter(({ parameter }) => query[parameter] !== undefined).length
  return (
    <search aria-label={words.filters} className="flex flex-wrap items-center gap-2">
      {hasSearch && (
        <SearchInput
          ref={searchRef}
          label={words.search(own.title)}
          value={query.q ?? ''}
          onChange={(q) => onChange({ q })}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          autoComplete="off"
          className="basis-full sm:basis-56"
        />
      )}
      {menus.map((filter) => (
        <ChoiceFilter
          key={filter.parameter}
          filter={filter}
          label={own.fields[filter.name] ?? filter.name}
          chosen={query[filter.parameter] ?? ''}
          onChoose={(value) => onChange({ [filter.parameter]: value })}
        />
      ))}
      {others.length > 0 && (
        <Button icon={SlidersHorizontal} onClick={() => setOpen(true)} className="font-normal">
          {used > 0 ? words.moreFiltersOn(used) : words.moreFilters}
        </Button>
      )}
      <SortMenu
        definition={definition}
        sort={query.sort ?? DEFAULT_SORT}
        onChoose={(sort) => onChange({ sort })}
      />
      {isFiltered(query) && (
        <Button variant="quiet" icon={X} onClick={onClear}>
          {words.clear}
        </Button>
      )}
      {isOpen && (
        <FilterDialog
          definition={definition}
          filters={others}
          query={query}
          onChange={onChange}
          onClose={() => setOpen(false)}
        />
      )}
    </search>
  )
}

const isChoice = ({ field: { control } }: Filter) => control === 'choice' || control === 'checkbox'

/** The values that a field of a few has, and what they are called. */
const namesOf = ({ names }: Filter['field']): Readonly<Record<string, string>> =>
  names ?? { true: words.yes, false: words.no }

interface ChoiceFilterProps {
  filter: Filter
  label: string
  /** An empty text for any. */
  chosen: string
  onChoose: (value: string) => void
}

function ChoiceFilter({ filter, label, chosen, onChoose }: ChoiceFilterProps) {
  const names = namesOf(filter.field)
  const item = (value: string, text: string) => ({
    label: text,
    checked: chosen === value,
    onSelect: () => onChoose(value),
  })
  return (
    <FilterMenu
      label={label}
      value={chosen === '' ? words.any : (names[chosen] ?? chosen)}
      isSet={chosen !== ''}
      items={[item('', words.any), ...Object.entries(names).map(([value, text]) => item(value, text))]}
    />
  )
}

interface SortMenuProps {
  definition: Definition
  sort: string
  onChoose: (sort: string) => void
}

function SortMenu({ definition, sort, onChoose }: SortMenuProps) {
  const nameOf = (one: string) => {
    const field = one.replace(/^-/, '')
    const label = definition.words.fields[field]
    if (label === undefined) return words.times[one] ?? one
    return one === field ? label : words.descending(label)
  }
  return (
    <FilterMenu
      label={words.sort}
      value={nameOf(sort)}
      isSet={false}
      items={sortsOf(definition).map((one) => ({
        label: nameOf(one),
        checked: one === sort,
        onSelect: () => onChoose(one === DEFAULT_SORT ? '' : one),
      }))}
    />
  )
}
