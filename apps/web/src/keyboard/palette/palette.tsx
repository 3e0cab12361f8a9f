import { Command } from 'cmdk'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { palette as words } from '../../english/palette.ts'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import { type EntryGroup, PaletteGroup } from './palette-item.tsx'
import { rank } from './rank.ts'
import { useFoundTasks } from './use-found-tasks.ts'
import { usePageActions } from './use-page-actions.tsx'
import { useAccountEntries, usePlaces } from './use-places.tsx'

/** Finds actions of the page, places and tasks by a few letters. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [, go] = useLocation()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const found = useFoundTasks(q).map(({ id, title }) => ({
    value: `${title} ${id}`,
    label: title,
    run: () => go(`/all?status=all&task=${id}`),
  }))
  const others = [...usePlaces(q !== ''), ...usePageActions(q !== ''), ...useAccountEntries(q !== '')]
  const groups = text === '' ? others : bestOf(others, text)
  const [selected, setSelected] = useState('')
  const hasMoved = useRef(false)
  const first = found[0]?.value ?? (text === '' ? undefined : groups[0]?.entries[0]?.value)
  // Some come after others that match too. Enter means what is on top, unless the user has chosen.
  useEffect(() => {
    if (first !== undefined && !hasMoved.current) setSelected(first)
  }, [first])
  // It runs when the focus is back, because many actions apply to the task that has it.
  const chosen = useRef<() => void>(undefined)
  const choose = (run: () => void) => {
    chosen.current = run
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} onClosed={() => chosen.current?.()} title={words.title} hideTitle>
      <Command
        label={words.title}
        loop
        shouldFilter={false}
        value={selected}
        onValueChange={setSelected}
        onKeyDown={({ key }) => {
          if (key.startsWith('Arrow')) hasMoved.current = true
        }}
        className="-m-5 flex min-h-0 flex-col"
      >
        <Command.Input
          autoFocus
          value={text}
          onValueChange={(typed) => {
            hasMoved.current = false
            setText(typed)
          }}
          placeholder={words.placeholder}
          className="min-h-14 w-full border-line border-b bg-transparent px-5 outline-none"
        />
        <Command.List className="max-h-80 overflow-y-auto overscroll-contain p-2">
          <Command.Empty className="p-6 text-center text-soft text-sm">{words.nothing}</Command.Empty>
          {[{ name: words.tasks, entries: found }, ...groups].map((group) => (
            <PaletteGroup key={group.name} group={group} choose={choose} />
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}

/** The entries that fit what was typed. The group with the best comes first, and within each the best. */
function bestOf(groups: readonly EntryGroup[], typed: string): EntryGroup[] {
  return groups
    .map(({ name, entries }) => {
      const ranked = entries
        .map((entry) => ({ entry, fit: rank(entry.value, typed, entry.keywords) }))
        .filter(({ fit }) => fit > 0)
        .toSorted((a, b) => b.fit - a.fit)
      return { name, fit: ranked[0]?.fit ?? 0, entries: ranked.map(({ entry }) => entry) }
    })
    .toSorted((a, b) => b.fit - a.fit)
}
