import { CalendarClock, Flag, Folder, Hash, type LucideIcon, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { quickAdd as words } from '../english/quick-add.ts'
import { PRIORITY } from '../english/tasks.ts'
import { formatDue } from '../english/time.ts'
import { draftOn } from '../sync/draft-on-day.ts'
import type { Recognised } from './line.ts'
import { usePreview } from './use-preview.ts'
import type { QuickAddLine } from './use-quick-add.ts'

/** What the server recognises in a line, as chips. Its code loads when the first line is typed. */
export default function LinePreview({ line }: { line: QuickAddLine }) {
  const result = usePreview(line.text, line.keep)
  const latest = useRef(line)
  latest.current = line
  useEffect(() => latest.current.onParsed(result), [result])
  const dueAt = result && line.day !== undefined ? draftOn(line.day, result).dueAt : undefined
  return result?.recognised.map((found) => (
    <Chip
      key={found.start}
      found={found}
      text={textOf(found, dueAt)}
      onReject={() => line.reject(found.text)}
    />
  ))
}

const ICON: Record<Recognised['kind'], LucideIcon> = {
  due: CalendarClock,
  tag: Hash,
  priority: Flag,
  project: Folder,
}

interface ChipProps {
  found: Recognised
  text: string
  onReject: () => void
}

function Chip({ found, text, onReject }: ChipProps) {
  const Icon = ICON[found.kind]
  return (
    <li className="flex animate-appear items-center rounded-full bg-accent-tint pl-2.5 text-sm">
      <Icon size={14} aria-hidden className="mr-1.5 text-accent" />
      <span className="sr-only">{words.kind[found.kind]}: </span>
      {text}
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

/** `dueAt` is when the task will be due, where the day that the line is typed for changes what was recognised. */
function textOf(found: Recognised, dueAt: string | null | undefined): string {
  switch (found.kind) {
    case 'due':
      return formatDue(dueAt ?? found.dueAt)
    case 'tag':
      return found.tag
    case 'priority':
      return PRIORITY[found.priority]
    case 'project':
      return found.text.slice(1)
  }
}
