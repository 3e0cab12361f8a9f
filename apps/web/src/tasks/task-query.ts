import { useCallback, useMemo } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { PRIORITIES, STATUSES, type TaskPriority, type TaskStatus } from '../api/trpc.ts'
import { addDays, startOfDay } from '../english/format/time.ts'
import { filters as filterWords } from '../english/task/filters.ts'
import { taskList as words } from '../english/task/list.ts'
import type { TaskFilters } from '../sync/lists/task-order.ts'

export type StatusFilter = keyof typeof filterWords.status
export type DueFilter = keyof typeof filterWords.due
export type SortBy = keyof typeof words.sortBy

/** The state of the list, kept in the URL. */
export interface TaskQuery {
  q: string
  status: StatusFilter
  priority: TaskPriority[]
  tag: string[]
  /** Ids of projects, or `none`. */
  project: string[]
  due: DueFilter
  sort: SortBy
}

export const DEFAULTS: TaskQuery = {
  q: '',
  status: 'open',
  priority: [],
  tag: [],
  project: [],
  due: 'any',
  sort: '-createdAt',
}

/** The most values of one filter. */
const MAX_VALUES = 20
const PROJECT = /^(?:none|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/

const isKeyOf = <T extends object>(of: T, key: string | null): key is Extract<keyof T, string> =>
  key !== null && Object.hasOwn(of, key)

/** Parses the URL parameters. Invalid ones get their default. */
export function readQuery(params: URLSearchParams): TaskQuery {
  const [status, due, sort] = [params.get('status'), params.get('due'), params.get('sort')]
  return {
    q: (params.get('q') ?? '').slice(0, 200),
    status: isKeyOf(filterWords.status, status) ? status : DEFAULTS.status,
    priority: PRIORITIES.filter((one) => params.getAll('priority').includes(one)),
    tag: [...new Set(params.getAll('tag').filter((tag) => tag !== ''))].slice(0, MAX_VALUES),
    project: [...new Set(params.getAll('project').filter((id) => PROJECT.test(id)))].slice(0, MAX_VALUES),
    due: isKeyOf(filterWords.due, due) ? due : DEFAULTS.due,
    sort: isKeyOf(words.sortBy, sort) ? sort : DEFAULTS.sort,
  }
}

/** Sets the query in URL parameters and keeps the others. Defaults are left out. */
export function writeQuery(params: URLSearchParams, query: TaskQuery): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(query)) {
    next.delete(name)
    if (Array.isArray(value)) for (const one of value) next.append(name, one)
    else if (value !== DEFAULTS[name as keyof TaskQuery]) next.set(name, value)
  }
  return next
}

/** The input of `task.list`. Days are those of the user's time zone. */
export function filtersOf(query: TaskQuery, now = new Date()): TaskFilters {
  const midnightIn = (days: number) => addDays(startOfDay(now), days)
  /** Of so many days, of which today is the first. */
  const dueWithin = (days: number) => ({
    // The server takes what is later than that, and what is due at midnight is due on that day.
    dueAfter: new Date(midnightIn(0).getTime() - 1).toISOString(),
    dueBefore: midnightIn(days).toISOString(),
  })
  return {
    ...(query.q.trim() !== '' && { q: query.q.trim() }),
    ...(query.status !== 'all' && { status: statusesOf(query.status) }),
    ...(query.priority.length > 0 && { priority: query.priority }),
    ...(query.tag.length > 0 && { tag: query.tag }),
    ...(query.project.length > 0 && { project: query.project }),
    ...(query.due === 'overdue' && { overdue: true }),
    ...(query.due === 'today' && dueWithin(1)),
    ...(query.due === 'week' && dueWithin(7)),
    ...(query.due === 'none' && { hasDueDate: false }),
    sort: query.sort,
  }
}

function statusesOf(filter: StatusFilter): TaskStatus[] {
  return STATUSES.filter((status) => status === filter || (filter === 'open' && status !== 'done'))
}

export function isFiltered(query: TaskQuery): boolean {
  return [...writeQuery(new URLSearchParams(), { ...query, sort: DEFAULTS.sort })].length > 0
}

/** The query in the URL. Changes replace the history entry, so that typing adds none. */
export function useTaskQuery() {
  const [params, setParams] = useSearchParams()
  const [path] = useLocation()
  // Not with the task whose panel is open, so that the query stays the same while panels open and close.
  const text = writeQuery(new URLSearchParams(), readQuery(params)).toString()
  const query = useMemo(() => readQuery(new URLSearchParams(text)), [text])
  const change = (patch: Partial<TaskQuery>) =>
    setParams((current) => writeQuery(current, { ...readQuery(current), ...patch }), { replace: true })
  /** Where a tag leads: to the same list, with that tag instead of others. */
  const hrefOfTag = useCallback(
    (tag: string) => {
      const next = { ...query, tag: [tag] }
      return `${path}?${writeQuery(new URLSearchParams(), next)}`
    },
    [path, query],
  )
  return { query, change, hrefOfTag, clear: () => change({ ...DEFAULTS, sort: query.sort }) }
}
