import { readFilters, type SavedFilter, writeFilters } from './saved-filters.ts'

const isCalled = (name: string) => (one: SavedFilter) => one.name.toLowerCase() === name.toLowerCase()

/** Saves a filter. It takes the place of one with the same name. */
export function saveFilter(userId: string, filter: SavedFilter): void {
  const filters = readFilters(userId)
  const at = filters.findIndex(isCalled(filter.name))
  writeFilters(userId, at === -1 ? [...filters, filter] : filters.with(at, filter))
}

export function removeFilter(userId: string, name: string): void {
  writeFilters(
    userId,
    readFilters(userId).filter((one) => !isCalled(name)(one)),
  )
}
