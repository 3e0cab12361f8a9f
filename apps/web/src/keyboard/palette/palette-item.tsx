import { Command } from 'cmdk'
import type { ReactNode } from 'react'

/** One line of the palette: what it leads to, or does. */
export interface Entry {
  /** Unlike that of any other entry. Found by it, and by `keywords`. */
  value: string
  label: string
  keywords?: string[]
  /** What stands before the label. */
  mark?: ReactNode
  /** The shortcut that does the same. */
  shortcut?: string | undefined
  run: () => void
}

export interface EntryGroup {
  name: string
  entries: readonly Entry[]
}

const HEADING =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-soft [&_[cmdk-group-heading]]:text-xs'

export function PaletteGroup({
  group: { name, entries },
  choose,
}: {
  group: EntryGroup
  choose: (run: () => void) => void
}) {
  if (entries.length === 0) return null
  return (
    <Command.Group heading={name} className={HEADING}>
      {entries.map(({ value, label, mark, shortcut, run }) => (
        <Command.Item
          key={value}
          value={value}
          className="flex min-h-10 cursor-default select-none items-center gap-3 rounded-lg px-3 text-sm aria-selected:bg-hover"
          onSelect={() => choose(run)}
        >
          {mark}
          <span className="grow truncate">{label}</span>
          {shortcut !== undefined && (
            <kbd className="font-sans text-soft text-xs pointer-coarse:hidden">{shortcut}</kbd>
          )}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
