import { clsx } from 'clsx'
import { type FormEvent, useId } from 'react'
import { useConnection } from '../api/connection.ts'
import { problemOf } from '../api/problem.ts'
import { PROJECT_COLORS, type Project, type ProjectColor } from '../api/trpc.ts'
import { common } from '../english/common.ts'
import { explain } from '../english/problem.ts'
import { COLOR, projects as words } from '../english/projects.ts'
import { useDraft, useSync } from '../sync/use-sync.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/form/field.tsx'
import { ProjectDot } from './project-label.tsx'
import { ABOUT, type ProjectFields } from './use-project-actions.ts'

const MAX_NAME = 100
const MAX_DESCRIPTION = 2_000

interface ProjectFormProps {
  /** The project that is changed. Undefined for a new one. */
  project?: Project
  isBusy: boolean
  error: unknown
  onSubmit: (fields: ProjectFields) => void
  onCancel: () => void
}

/** The name, description and colour of a project. What is typed is a draft until it is saved. */
export function ProjectForm({ project, isBusy, error, onSubmit, onCancel }: ProjectFormProps) {
  const id = useId()
  const isOnline = useConnection() === 'online'
  const fields = useProjectDraft(project)
  const problem = error ? problemOf(error) : undefined
  const issueOf = (field: string) => problem?.issues?.find(({ path }) => path[0] === field)?.message
  const nameError = problem?.status === 409 ? words.taken : issueOf('name')
  const descriptionError = issueOf('description')
  const rest = error && !nameError && !descriptionError ? explain(problem, ABOUT) : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const name = fields.name.trim()
    if (name === '' || isBusy) return
    onSubmit({
      name,
      description: fields.description.trim() === '' ? null : fields.description,
      color: fields.color,
    })
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field
        label={words.name}
        value={fields.name}
        onChange={({ target }) => fields.set('name', target.value)}
        error={nameError}
        maxLength={2 * MAX_NAME}
        required
        autoFocus
        autoComplete="off"
      />
      <div className="grid gap-1.5">
        <label htmlFor={id} className="font-medium text-sm">
          {words.description}
        </label>
        <textarea
          id={id}
          rows={3}
          maxLength={2 * MAX_DESCRIPTION}
          aria-invalid={descriptionError ? true : undefined}
          aria-describedby={descriptionError ? `${id}-error` : undefined}
          className="field field-sizing-content max-h-[30dvh] min-h-20"
          value={fields.description}
          onChange={({ target }) => fields.set('description', target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit()
          }}
        />
        {descriptionError && (
          <p id={`${id}-error`} role="alert" className="text-bad text-sm">
            {descriptionError}
          </p>
        )}
      </div>
      <ColorField value={fields.color} onChange={(color) => fields.set('color', color)} />
      {!isOnline && <p className="rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">{words.offline}</p>}
      {rest !== undefined && (
        <p role="alert" className="rounded-lg bg-bad-tint px-3 py-2 text-bad text-sm">
          {rest}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{common.cancel}</Button>
        <Button type="submit" variant="primary" disabled={isBusy || !isOnline || fields.name.trim() === ''}>
          {isBusy ? words.busy : project ? words.save : words.add}
        </Button>
      </div>
    </form>
  )
}

function ColorField({ value, onChange }: { value: ProjectColor; onChange: (color: ProjectColor) => void }) {
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{words.color}</legend>
      <div className="flex flex-wrap gap-1.5">
        {PROJECT_COLORS.map((color) => (
          <label
            key={color}
            title={COLOR[color]}
            className={clsx(
              'grid size-10 cursor-pointer place-items-center rounded-lg border-2 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
              color === value ? 'border-accent bg-accent-tint' : 'border-transparent hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              aria-label={COLOR[color]}
              checked={color === value}
              onChange={() => onChange(color)}
            />
            <ProjectDot color={color} className="size-5" />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

type DraftFields = { name: string; description: string; color: ProjectColor }

/** The fields as they were typed, kept through a reload and through closing the form. */
function useProjectDraft(project: Project | undefined) {
  const { drafts } = useSync()
  const name = projectDraftName(project?.id)
  const draft = useDraft(name)
  const saved: DraftFields = {
    name: project?.name ?? '',
    description: project?.description ?? '',
    color: project?.color ?? 'grey',
  }
  const typed: Partial<DraftFields> = draft ? JSON.parse(draft.text) : {}
  return {
    ...saved,
    ...typed,
    set: <K extends keyof DraftFields>(field: K, value: DraftFields[K]) => {
      const { [field]: _, ...others } = typed
      const next = value === saved[field] ? others : { ...typed, [field]: value }
      if (Object.keys(next).length === 0) drafts.drop(name)
      else drafts.set(name, { text: JSON.stringify(next) })
    },
  }
}

export const projectDraftName = (id = 'new') => `project.${id}`
