/** How many tags are offered at once. */
const MAX_OFFERED = 8

export interface TagOption {
  tag: string
  /** Whether no task has it yet. */
  isNew: boolean
}

const folded = (text: string) => text.trim().replace(/^#/, '').normalize('NFC').toLowerCase()

/**
 * The tags that are offered for what is typed: those in use which contain it, the ones that begin with it first, and the text
 * itself if it is none of them. `used` is in the order in which they are offered.
 */
export function tagOptions(text: string, used: readonly string[], taken: readonly string[]): TagOption[] {
  // Several at once are typed to their end.
  if (text.includes(',')) return []
  const sought = folded(text)
  const free = used.filter((tag) => !taken.includes(tag) && folded(tag).includes(sought))
  const [first, others] = [true, false].map((begins) =>
    free.filter((tag) => folded(tag).startsWith(sought) === begins),
  )
  const offered = [...(first ?? []), ...(others ?? [])].slice(0, MAX_OFFERED)
  const typed = text.trim().replace(/^#/, '').normalize('NFC')
  const isKnown = [...used, ...taken].includes(typed)
  return [
    ...offered.map((tag) => ({ tag, isNew: false })),
    ...(typed === '' || isKnown ? [] : [{ tag: typed, isNew: true }]),
  ]
}
