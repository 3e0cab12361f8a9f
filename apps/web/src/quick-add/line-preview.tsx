import { CalendarClock, Flag, Folder, Hash, type LucideIcon, Repeat, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { formatDue } from '../english/format/time.ts'
import { quickAdd as words } from '../english/quick-add.ts'
import { PRIORITY } from '../english/tasks.ts'
import { ProjectName } from '../projects/project-label.tsx'
import { useProjects } from '../projects/use-projects.ts'
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
  const { byId } = useProjects()
  const { broughtProject } = line
  const brought = broughtProject === undefined ? undefined : byId?.get(broughtProject)
  return (
    <>
      {result?.recognised.map((found) => (
        <Chip
          key={found.start}
          kind={found.kind}
          isRepeating={found.kind === 'due' && result.draft.recurrence !== null}
          rejectLabel={words.reject(found.text)}
          onReject={() => line.reject(found)}
        >
          {found.kind === 'project' ? <ProjectOf found={found} /> : textOf(found, dueAt)}
        </Chip>
      ))}
      {brought && !result?.recognised.some(({ kind }) => kind === 'project') && (
        <Chip kind="project" rejectLabel={words.withoutProject(brought.name)} onReject={line.dropProject}>
          <ProjectName project={brought} />
        </Chip>
      )}
    </>
  )
}

const ICON: Record<Recognised['kind'], LucideIcon> = {
  due: CalendarClock,
  tag: Hash,
  priority: Flag,
  project: Folder,
}

interface ChipProps {
  kind: Recognised['kind']
  isRepeating?: boolean
  rejectLabel: string
  onReject: () => void
  children: ReactNode
}

function Chip({ kind, isRepeating = false, rejectLabel, onReject, children }: ChipProps) {
  const Icon = isRepeating ? Repeat : ICON[kind]
  return (
    <li className="flex animate-appear items-center rounded-full bg-accent-tint pl-2.5 text-sm">
      <Icon size={14} aria-hidden className="mr-1.5 text-accent" />
      <span className="sr-only">{isRepeating ? words.repeating : words.kind[kind]}: </span>
      {children}
      <button
        type="button"
        aria-label={rejectLabel}
        title={rejectLabel}
        onClick={onReject}
        className="ml-0.5 grid size-7 place-items-center rounded-full text-soft hover:text-ink"
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  )
}

/** A project as it is called, whatever the case in the line. */
function ProjectOf({ found }: { found: Extract<Recognised, { kind: 'project' }> }) {
  const { byId } = useProjects()
  const project = byId?.get(found.projectId)
  return project ? <ProjectName project={project} /> : found.text.slice(1)
}

/** `dueAt` is when the task will be due, where the day that the line is typed for changes what was recognised. */
function textOf(found: Exclude<Recognised, { kind: 'project' }>, dueAt: string | null | undefined): string {
  switch (found.kind) {
    case 'due':
      return found.isPast ? words.past(formatDue(found.dueAt)) : formatDue(dueAt ?? found.dueAt)
    case 'tag':
      return found.tag
    case 'priority':
      return PRIORITY[found.priority]
  }
}
