import { clsx } from 'clsx'
import { CalendarClock, CircleCheck, Flag, Folder, Hash, ListChecks, Trash2, Undo2, X } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { MAX_TAGS, PRIORITIES, type Task } from '../../api/trpc.ts'
import { common } from '../../english/common.ts'
import { bulk } from '../../english/task/bulk.ts'
import { PRIORITY, tasks as words } from '../../english/tasks.ts'
import { projectChoices } from '../../projects/project-choices.tsx'
import { useProjects } from '../../projects/use-projects.ts'
import { dueRequest } from '../../shell/due-request.ts'
import { useSync } from '../../sync/use-sync.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import { DraftField } from '../../ui/form/draft-field.tsx'
import { Menu } from '../../ui/menu/menu.tsx'
import type { MenuItem } from '../../ui/menu/menu-items.ts'
import { toast } from '../../ui/toast/toasts.ts'
import { readTags } from '../details/tags/read-tags.ts'
import { dueChoices } from '../due-choices.ts'
import type { TaskActions } from '../use-task-actions.ts'

interface BulkBarProps {
  selected: readonly Task[]
  actions: TaskActions
  onSelectAll: () => void
  onClear: () => void
}

/** The toolbar of actions on the selected tasks. */
export default function BulkBar({ selected, actions, onSelectAll, onClear }: BulkBarProps) {
  const { projects = [] } = useProjects()
  const [isTagging, setTagging] = useState(false)
  const allDone = selected.every(({ status }) => status === 'done')
  const andClear = (run: () => void) => () => {
    run()
    onClear()
  }
  return (
    <div
      role="toolbar"
      data-bulk-bar
      aria-label={bulk.selected(selected.length)}
      className={clsx(
        'sticky top-2 z-20 flex animate-rise flex-wrap items-center gap-1 rounded-xl border border-line bg-raised p-1.5 shadow-raised',
        // Under the thumb. Above the list, it would move the rows under the finger that selects.
        'pointer-coarse:fixed pointer-coarse:inset-x-3 pointer-coarse:top-auto pointer-coarse:bottom-[calc(4.25rem+env(safe-area-inset-bottom))] pointer-coarse:z-25',
        'md:pointer-coarse:right-6 md:pointer-coarse:bottom-6 md:pointer-coarse:left-66 rail:pointer-coarse:left-22',
      )}
    >
      <span className="px-2 font-medium text-sm" aria-live="polite">
        {bulk.selected(selected.length)}
      </span>
      <IconButton label={bulk.selectAll} icon={ListChecks} onClick={onSelectAll} />
      <span className="grow" />
      <div
        className={clsx(
          'contents',
          // With the icons, the words would need another line.
          'sm:max-lg:[&>button>svg]:hidden',
          // On a phone a line of its own, with the words below the icons.
          'max-sm:order-last max-sm:flex max-sm:basis-full',
          'max-sm:[&>button]:min-h-11 max-sm:[&>button]:grow max-sm:[&>button]:flex-col max-sm:[&>button]:justify-center max-sm:[&>button]:gap-0.5 max-sm:[&>button]:px-1 max-sm:[&>button]:py-0 max-sm:[&>button]:text-xs',
        )}
      >
        <Button
          variant="quiet"
          icon={allDone ? Undo2 : CircleCheck}
          onClick={andClear(() => actions.setStatus(selected, allDone ? 'todo' : 'done'))}
        >
          {allDone ? bulk.reopen : bulk.complete}
        </Button>
        <BulkMenu
          label={bulk.priority}
          icon={<Flag size={16} aria-hidden />}
          items={PRIORITIES.map((priority) => ({
            label: PRIORITY[priority],
            onSelect: andClear(() => actions.setPriority(selected, priority)),
          }))}
        />
        <BulkMenu
          label={bulk.due}
          icon={<CalendarClock size={16} aria-hidden />}
          items={[
            ...dueChoices().map(({ label, due }) => ({
              label,
              onSelect: andClear(() => actions.setDue(selected, due)),
            })),
            {
              label: words.pickDate,
              onSelect: () => dueRequest.set({ tasks: selected, onPicked: onClear }),
            },
          ]}
        />
        {projects.length > 0 && (
          <BulkMenu
            label={bulk.project}
            icon={<Folder size={16} aria-hidden />}
            items={projectChoices({
              projects,
              onChoose: (id) => andClear(() => actions.setProject(selected, id))(),
            })}
          />
        )}
        <Button variant="quiet" icon={Hash} onClick={() => setTagging(true)}>
          {bulk.tag}
        </Button>
        <Button variant="quiet" icon={Trash2} onClick={andClear(() => actions.remove(selected))}>
          {bulk.delete}
        </Button>
      </div>
      <IconButton label={bulk.clearSelection} icon={X} onClick={onClear} />
      <Dialog isOpen={isTagging} onClose={() => setTagging(false)} title={bulk.tag}>
        <TagForm
          onTag={(tag) => {
            setTagging(false)
            andClear(() => addTag(selected, tag, actions))()
          }}
        />
      </Dialog>
    </div>
  )
}

/** Adds a tag to the tasks that have room for it. */
function addTag(tasks: readonly Task[], tag: string, actions: TaskActions): void {
  const without = tasks.filter(({ tags }) => !tags.includes(tag))
  const fitting = without.filter(({ tags }) => tags.length < MAX_TAGS)
  const full = without.length - fitting.length
  if (full > 0) toast({ tone: 'bad', message: bulk.tagsFull(full, MAX_TAGS) })
  actions.edit(fitting, ({ tags }) => ({ tags: [...tags, tag] }))
}

interface BulkMenuProps {
  label: string
  icon: ReactNode
  items: readonly MenuItem[]
}

function BulkMenu({ label, icon, items }: BulkMenuProps) {
  return (
    <Menu
      label={label}
      items={items}
      className="inline-flex min-h-9 items-center gap-2 rounded-lg px-3 font-medium text-sm hover:bg-hover"
    >
      {icon}
      {label}
    </Menu>
  )
}

const TAG_DRAFT = 'bulk.tag'

function TagForm({ onTag }: { onTag: (tag: string) => void }) {
  const { drafts } = useSync()
  const [error, setError] = useState<string>()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const tag = String(new FormData(event.currentTarget).get('tag')).trim().replace(/^#/, '')
    if (tag === '') return
    const reading = readTags(tag)
    if ('problem' in reading) return setError(reading.problem)
    drafts.drop(TAG_DRAFT)
    onTag(tag)
  }
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <DraftField
        draft={TAG_DRAFT}
        label={bulk.tagName}
        name="tag"
        error={error}
        required
        autoFocus
        className="grow"
      />
      <Button type="submit" variant="primary" className="min-h-10">
        {common.save}
      </Button>
    </form>
  )
}
