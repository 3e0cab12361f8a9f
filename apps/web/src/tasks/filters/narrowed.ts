import type { FilterGroup, FilterOption } from './filter-groups.tsx'

/** The most options of a filter that are shown at once. Typing finds the others. */
const MAX_SHOWN = 30

/** Groups with the options that a typed text finds, without groups that have none. The name of a group finds all of it. */
export function narrowed(groups: readonly FilterGroup[], typed: string): FilterGroup[] {
  const text = foldOf(typed)
  return groups.flatMap((group) => {
    const found = foldOf(group.label).startsWith(text)
      ? group.options
      : group.options.filter(({ label }) => foldOf(label).includes(text))
    return found.length === 0 ? [] : [{ ...group, options: shownOf(found) }]
  })
}

/** The first ones, and those that are chosen. */
const shownOf = (options: readonly FilterOption[]) =>
  options.filter(({ isChosen }, i) => isChosen || i < MAX_SHOWN)

const foldOf = (text: string) => text.trim().toLocaleLowerCase()
