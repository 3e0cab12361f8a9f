import type { Recognised } from '@tandem/client/quick-add'
import { CalendarClock, Flag, Folder, Hash, type LucideIcon, Repeat, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { dueTime, formatDue } from '../english/format/time.ts'
import { linePreview as words } from '../english/task/line-preview.ts'
import { PRIORITY } from '../english/tasks.ts'
import { ProjectName } from '../projects/project-label.tsx'
import { useProjects } from '../projects/use-projects.ts'
import type { QuickAddLine } from './use-quick-add.ts'

/** What is recognised in a line, as chips. Its code loads when the first line is typed. */
export default function LinePreview({ line }: { line: QuickAddLine }) {
  const { broughtProject, parsed } = line
  const { recognised = [], draft } = parsed ?? {}
  const due = draft && dueTime(draft)
  const { byId } = useProjects()
  const brought = broughtProject === undefined ? undefined : byId?.get(broughtProject)
  return (
    <>
      {recognised.map((found) => (
        <Chip
          key={found.start}
          kind={found.kind}
          isRepeating={found.kind === 'due' && draft?.recurrence != null}
          rejectLabel={words.reject(found.text)}
          onReject={() => line.reject(found)}
        >
          {found.kind === 'project' ? <ProjectOf found={found} /> : textOf(found, due ? formatDue(due) : '')}
        </Chip>
      ))}
      {brought && !recognised.some(({ kind }) => kind === 'project') && (
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

/** `due` is when the task will be due: the day that the line is typed for may change what was recognised. */
function textOf(found: Exclude<Recognised, { kind: 'project' }>, due: string): string {
  switch (found.kind) {
    case 'due':
      return found.isPast ? words.past(due) : due
    case 'tag':
      return found.tag
    case 'priority':
      return PRIORITY[found.priority]
  }
}
