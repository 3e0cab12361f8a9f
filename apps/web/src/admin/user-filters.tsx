import { X } from 'lucide-react'
import { admin as words } from '../english/account/admin.ts'
import { Button } from '../ui/button.tsx'
import { SearchInput } from '../ui/form/search-input.tsx'
import { FilterMenu, singleChoiceItems } from '../ui/menu/filter-menu.tsx'
import type { UserQuery } from './user-query.ts'

interface UserFiltersProps {
  query: UserQuery
  onChange: (patch: Partial<UserQuery>) => void
  /** Undefined when no filter is set. */
  onClear?: () => void
}

export function UserFilters({ query, onChange, onClear }: UserFiltersProps) {
  const role = query.role ?? 'any'
  const state = query.isActive === undefined ? 'any' : query.isActive ? 'active' : 'inactive'
  return (
    <search aria-label={words.filters} className="flex flex-wrap items-center gap-2">
      <SearchInput
        label={words.search}
        value={query.q}
        onChange={(q) => onChange({ q })}
        autoComplete="off"
        className="basis-full sm:basis-56"
      />
      <FilterMenu
        label={words.role}
        value={words.roleFilter[role]}
        isSet={role !== 'any'}
        items={singleChoiceItems(words.roleFilter, role, (one) =>
          onChange({ role: one === 'any' ? undefined : one }),
        )}
      />
      <FilterMenu
        label={words.state}
        value={words.stateFilter[state]}
        isSet={state !== 'any'}
        items={singleChoiceItems(words.stateFilter, state, (one) =>
          onChange({ isActive: one === 'any' ? undefined : one === 'active' }),
        )}
      />
      {onClear && (
        <Button variant="quiet" icon={X} onClick={onClear}>
          {words.clear}
        </Button>
      )}
    </search>
  )
}
