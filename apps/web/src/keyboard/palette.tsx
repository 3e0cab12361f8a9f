import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { useConnection } from '../api/connection.ts'
import { useTRPC } from '../api/trpc.ts'
import { keyboard as words } from '../english/keyboard.ts'
import { shell } from '../english/shell.ts'
import { savedFilters } from '../english/task/saved-filters.ts'
import { useObservable } from '../observable.ts'
import { ProjectDot } from '../projects/project-label.tsx'
import { useProjects } from '../projects/use-projects.ts'
import { useMainPages } from '../resources/use-main-pages.ts'
import { useSavedFilters } from '../saved-filters/saved-filters.ts'
import type { TaskFilters } from '../sync/lists/task-order.ts'
import { useTaskList } from '../sync/use-sync.tsx'
import { Dialog } from '../ui/dialog/dialog.tsx'
import { useCommands } from './use-commands.ts'

const ITEM =
  'flex min-h-10 cursor-default select-none items-center gap-3 rounded-lg px-3 text-sm aria-selected:bg-hover'
const HEADING =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-soft [&_[cmdk-group-heading]]:text-xs'

/** The most tasks that are offered. */
const MAX_TASKS = 8

/** What the palette knows a task by. */
const itemValue = ({ id, title }: { id: string; title: string }) => `${title} ${id}`

/** Finds actions of the page and tasks by a few letters. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const { registry } = useCommands()
  const groups = useObservable(registry)
  const [, go] = useLocation()
  const resources = useMainPages()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const isOnline = useConnection() === 'online'
  const { data: found, isPlaceholderData } = useQuery(
    trpc.task.list.queryOptions(
      { q, limit: MAX_TASKS, sort: '-updatedAt' },
      { enabled: q !== '' && isOnline, placeholderData: keepPreviousData },
    ),
  )
  const { filters: named } = useSavedFilters()
  const filters = useMemo((): TaskFilters => ({ q, sort: '-updatedAt' }), [q])
  const onDevice = useTaskList(filters, { enabled: q !== '' && !isOnline })
  const { projects = [] } = useProjects()
  // Only with a text: a list of all of them would push the actions out of sight.
  const active = q === '' ? [] : projects.filter(({ archived }) => !archived)
  // Until there is a response, the tasks found for the text before: Enter must not open one that is not meant.
  const tasks = isOnline
    ? (found?.data.filter(({ title }) => !isPlaceholderData || hasWords(title, q)) ?? [])
    : onDevice.tasks.slice(0, MAX_TASKS)
  const [selected, setSelected] = useState('')
  const hasMoved = useRef(false)
  const first = tasks[0] && itemValue(tasks[0])
  // They may come after an action was selected that matches too. Enter means what is on top, unless the user has chosen.
  useEffect(() => {
    if (first !== undefined && !hasMoved.current) setSelected(first)
  }, [first])
  // It runs when the focus is back, because many actions apply to the task that has it.
  const chosen = useRef<() => void>(undefined)
  const choose = (run: () => void) => () => {
    chosen.current = run
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} onClosed={() => chosen.current?.()} title={words.palette} hideTitle>
      <Command
        label={words.palette}
        loop
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
          {q !== '' && tasks.length > 0 && (
            <Command.Group heading={words.tasks} className={HEADING}>
              {tasks.map(({ id, title }) => (
                <Command.Item
                  key={id}
                  value={itemValue({ id, title })}
                  keywords={[q]}
                  className={ITEM}
                  onSelect={choose(() => go(`/all?status=all&task=${id}`))}
                >
                  <span className="truncate">{title}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {resources.length > 0 && (
            <Command.Group heading={shell.resources} className={HEADING}>
              {resources.map(({ path, label }) => (
                <Command.Item
                  key={path}
                  value={`${label} ${path}`}
                  className={ITEM}
                  onSelect={choose(() => go(path))}
                >
                  <span className="truncate">{label}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {q !== '' && named.length > 0 && (
            <Command.Group heading={savedFilters.title} className={HEADING}>
              {named.map(({ name, search }) => (
                <Command.Item
                  key={name}
                  value={`${savedFilters.title} ${name}`}
                  className={ITEM}
                  onSelect={choose(() => go(`/all?${search}`))}
                >
                  <span className="truncate">{name}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {active.length > 0 && (
            <Command.Group heading={shell.projects} className={HEADING}>
              {active.map(({ id, name, color }) => (
                <Command.Item
                  key={id}
                  value={`${name} ${id}`}
                  className={ITEM}
                  onSelect={choose(() => go(`/projects/${id}`))}
                >
                  <ProjectDot color={color} />
                  <span className="truncate">{name}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {groups.map(({ name, actions }) => (
            <Command.Group key={name} heading={name} className={HEADING}>
              {actions.map(({ label, keys, shown, run }) => (
                <Command.Item key={label} value={`${name} ${label}`} className={ITEM} onSelect={choose(run)}>
                  <span className="grow truncate">{label}</span>
                  {keys && (
                    <kbd className="font-sans text-soft text-xs pointer-coarse:hidden">
                      {shown ?? keys[0]}
                    </kbd>
                  )}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}

function hasWords(title: string, q: string): boolean {
  const text = title.toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word))
}
