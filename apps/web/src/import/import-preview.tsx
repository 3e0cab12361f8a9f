import { CircleAlert, CircleCheck, Folder, Repeat } from 'lucide-react'
import { NEW_TASK, type Project, type Task } from '../api/trpc.ts'
import { importing as words } from '../english/import.ts'
import { DueLabel } from '../tasks/labels/due-label.tsx'
import { PriorityMark } from '../tasks/labels/priority-mark.tsx'
import { TagChip } from '../tasks/labels/tag-chip.tsx'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/form/select-field.tsx'
import type { ImportedTask, Trouble } from './read/imported-task.ts'
import { type Into, missingProjects } from './send/plan.ts'

/** How many tasks are shown of those that are added. */
const SHOWN = 50

interface ImportPreviewProps {
  tasks: readonly ImportedTask[]
  projects: readonly Project[]
  into: Into
  /** Whether the file names projects. */
  namesProjects: boolean
  onInto: (into: Into) => void
  /** Undefined while nothing can be sent. */
  onAdd: (() => void) | undefined
}

/** What becomes of a file, before anything is added. */
export function ImportPreview(props: ImportPreviewProps) {
  const { tasks, projects, into, namesProjects, onInto, onAdd } = props
  const made = into === 'named' ? missingProjects(tasks, projects).length : 0
  const troubles = countTroubles(tasks)
  const active = projects.filter(({ archived }) => !archived)
  const options = [...(namesProjects ? ['named'] : []), '', ...active.map(({ id }) => id)]
  const names = Object.fromEntries([
    ['named', words.named],
    ['', words.none],
    ...active.map(({ id, name }) => [id, name]),
  ])
  return (
    <section aria-labelledby="preview" className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h2 id="preview" className="font-semibold">
            {words.preview}
          </h2>
          <p className="text-soft text-sm">{words.summary(tasks.length, made)}</p>
        </div>
        <SelectField
          label={words.into}
          value={into === 'named' ? 'named' : (into.projectId ?? '')}
          options={options}
          names={names}
          onChange={(value) => onInto(value === 'named' ? 'named' : { projectId: value || null })}
        />
      </div>
      {troubles.length > 0 && (
        <p className="flex items-start gap-2 rounded-lg bg-sunken px-3 py-2 text-sm">
          <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
          <span>
            {words.troubles(troubles)}. {words.kept}
          </span>
        </p>
      )}
      {tasks.length > 0 && (
        <ul className="card divide-y divide-line">
          {tasks.slice(0, SHOWN).map((one) => (
            <PreviewRow key={one.row} imported={one} project={into === 'named' ? one.project : undefined} />
          ))}
          {tasks.length > SHOWN && (
            <li className="px-4 py-2 text-soft text-sm">{words.more(tasks.length - SHOWN)}</li>
          )}
        </ul>
      )}
      <div className="grid justify-items-start gap-2">
        <Button variant="primary" disabled={!onAdd || tasks.length === 0} onClick={onAdd}>
          {words.add(tasks.length)}
        </Button>
        {!onAdd && <p className="text-soft text-sm">{words.offline}</p>}
      </div>
    </section>
  )
}

function PreviewRow({ imported, project }: { imported: ImportedTask; project: string | undefined }) {
  const { task, troubles } = imported
  const isDone = task.status === 'done'
  const dates = { dueAt: task.dueAt ?? null, dueOn: task.dueOn ?? null }
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      {isDone && <CircleCheck size={15} aria-hidden className="shrink-0 text-good" />}
      <span className={`min-w-0 break-words text-sm ${isDone ? 'text-soft line-through' : ''}`}>
        {task.title}
      </span>
      <DueLabel task={{ ...(NEW_TASK as unknown as Task), status: task.status ?? 'todo', ...dates }} />
      {task.recurrence && (
        <Repeat size={12} role="img" aria-label={words.fields.recurrence} className="text-soft" />
      )}
      <PriorityMark priority={task.priority ?? 'none'} />
      {project && (
        <span className="inline-flex items-center gap-1 text-soft text-xs">
          <Folder size={12} aria-hidden />
          {project}
        </span>
      )}
      {task.tags?.map((tag) => (
        <TagChip key={tag} tag={tag} />
      ))}
      {troubles.length > 0 && (
        <CircleAlert size={14} role="img" aria-label={words.isKept} className="shrink-0 text-warn" />
      )}
    </li>
  )
}

function countTroubles(tasks: readonly ImportedTask[]): [Trouble, number][] {
  const counts = new Map<Trouble, number>()
  for (const trouble of tasks.flatMap(({ troubles }) => troubles)) {
    counts.set(trouble, (counts.get(trouble) ?? 0) + 1)
  }
  return [...counts]
}
