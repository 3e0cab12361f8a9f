import { CalendarClock, Flag, Hash, type LucideIcon, Plus, X } from 'lucide-react'
import { type FormEvent, type Ref, useState } from 'react'
import { quickAdd as words } from '../english/quick-add.ts'
import { changeLabel } from '../english/sync.ts'
import { PRIORITY } from '../english/tasks.ts'
import { formatDue } from '../english/time.ts'
import { newTaskId } from '../sync/command.ts'
import { useSync } from '../sync/use-sync.tsx'
import { Button } from '../ui/button.tsx'
import { type Recognised, spansOf, timeZone, useDraft } from './use-draft.ts'

interface QuickAddProps {
  inputRef?: Ref<HTMLInputElement>
  autoFocus?: boolean
  onAdded?: () => void
}

/** Adds a task from a line of text. Recognised parts show as chips that can be rejected. */
export function QuickAdd({ inputRef, autoFocus, onAdded }: QuickAddProps) {
  const sync = useSync()
  const [text, setText] = useState('')
  const [rejected, setRejected] = useState<string[]>([])
  const keep = spansOf(text, rejected)
  const preview = useDraft(text, keep)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const title = text.trim()
    if (title === '') return
    const id = newTaskId()
    const draft = preview?.draft ?? { title, priority: 'none', tags: [], dueAt: null }
    sync.run([{ kind: 'add', id, input: { id, text, keep, timeZone }, draft }], changeLabel.added)
    setText('')
    setRejected([])
    onAdded?.()
  }

  return (
    <form
      onSubmit={submit}
      className="card flex flex-wrap items-center gap-2 p-1.5 focus-within:border-accent"
    >
      <Plus size={18} aria-hidden className="ml-2 text-soft" />
      <input
        ref={inputRef}
        // biome-ignore lint/a11y/noAutofocus: set in the dialog only, which opens for typing
        autoFocus={autoFocus}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        maxLength={500}
        aria-label={words.label}
        placeholder={words.placeholder}
        autoComplete="off"
        enterKeyHint="done"
        className="min-h-10 min-w-0 grow bg-transparent outline-none"
      />
      <Button type="submit" variant="primary" disabled={text.trim() === ''}>
        {words.add}
      </Button>
      <ul
        aria-label={words.recognised}
        aria-live="polite"
        className="flex basis-full flex-wrap gap-1.5 empty:hidden"
      >
        {preview?.recognised.map((found) => (
          <Chip key={found.start} found={found} onReject={() => setRejected([...rejected, found.text])} />
        ))}
      </ul>
    </form>
  )
}

const ICON: Record<Recognised['kind'], LucideIcon> = { due: CalendarClock, tag: Hash, priority: Flag }

function Chip({ found, onReject }: { found: Recognised; onReject: () => void }) {
  const Icon = ICON[found.kind]
  return (
    <li className="flex animate-appear items-center rounded-full bg-accent-tint pl-2.5 text-sm">
      <Icon size={14} aria-hidden className="mr-1.5 text-accent" />
      <span className="sr-only">{words.kind[found.kind]}: </span>
      {textOf(found)}
      <button
        type="button"
        aria-label={words.reject(found.text)}
        title={words.reject(found.text)}
        onClick={onReject}
        className="ml-0.5 grid size-7 place-items-center rounded-full text-soft hover:text-ink"
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  )
}

function textOf(found: Recognised): string {
  switch (found.kind) {
    case 'due':
      return formatDue(found.dueAt)
    case 'tag':
      return found.tag
    case 'priority':
      return PRIORITY[found.priority]
  }
}
