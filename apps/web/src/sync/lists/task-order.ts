import { foldCase } from '@tandem/client/quick-add'
import { PRIORITIES, STATUSES, type Task } from '../../api/trpc.ts'
import { dueTime } from '../../english/format/time.ts'

/** The input of `task.list`, without paging. */
export interface TaskFilters {
  status?: Task['status'][] | undefined
  priority?: Task['priority'][] | undefined
  tag?: string[] | undefined
  /** Ids of projects, or `none`. */
  project?: string[] | undefined
  dueBefore?: string | undefined
  dueAfter?: string | undefined
  hasDueDate?: boolean | undefined
  overdue?: boolean | undefined
  q?: string | undefined
  /** The server's sort keys, separated by commas. `-` means descending. */
  sort?: string | undefined
}

/** The statuses of what is still to be done. */
export const OPEN = ['todo', 'in_progress'] as const satisfies readonly Task['status'][]

/** Stands for no project in filters. */
export const NO_PROJECT = 'none'

/** Whether a task belongs in a list. It approximates the server's filters, and the next response corrects it. */
export function matches(task: Task, filters: TaskFilters, now = Date.now()): boolean {
  const due = task.dueAt === null ? undefined : Date.parse(task.dueAt)
  return (
    isOneOf(filters.status, [task.status]) &&
    isOneOf(filters.priority, [task.priority]) &&
    isOneOf(filters.tag, task.tags) &&
    isOneOf(filters.project, [task.projectId ?? NO_PROJECT]) &&
    (filters.dueBefore === undefined || (due !== undefined && due < Date.parse(filters.dueBefore))) &&
    (filters.dueAfter === undefined || (due !== undefined && due > Date.parse(filters.dueAfter))) &&
    (filters.hasDueDate === undefined || filters.hasDueDate === (due !== undefined)) &&
    (filters.overdue === undefined || filters.overdue === isOverdue(task, now)) &&
    (!filters.q || mentions(task, filters.q))
  )
}

/** Whether all words of a search are in the title or the notes. */
function mentions(task: Task, q: string): boolean {
  const text = foldedTexts.get(task) ?? foldCase(`${task.title}\n${task.description ?? ''}`)
  foldedTexts.set(task, text)
  if (q !== searched.q) searched = { q, words: foldCase(q).split(/\s+/u) }
  return searched.words.every((word) => text.includes(word))
}

/** A search goes through all tasks on this device at every key: what it compares is folded once. */
const foldedTexts = new WeakMap<Task, string>()
let searched = { q: '', words: [''] }

function isOneOf<T>(wanted: readonly T[] | undefined, values: readonly T[]): boolean {
  return !wanted || wanted.length === 0 || values.some((one) => wanted.includes(one))
}

export function isOverdue(task: Task, now = Date.now()): boolean {
  const due = dueTime(task)
  return due !== undefined && task.status !== 'done' && due.getTime() < now
}

type Compare = (a: Task, b: Task) => number

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The server's order of titles, without regard to case. English has the order of the root locale. */
const { compare: byFolded } = new Intl.Collator('en', { sensitivity: 'accent' })

/** Folded once, not for each comparison. */
const foldedTitles = new WeakMap<Task, string>()

function foldedTitle(task: Task): string {
  const found = foldedTitles.get(task) ?? foldCase(task.title)
  foldedTitles.set(task, found)
  return found
}

const BY: Record<string, Compare> = {
  createdAt: (a, b) => text(a.createdAt, b.createdAt),
  updatedAt: (a, b) => text(a.updatedAt, b.updatedAt),
  priority: (a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority),
  status: (a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status),
  title: (a, b) => byFolded(foldedTitle(a), foldedTitle(b)),
}

/** Compares tasks in the server's order. */
export function orderOf(sort = '-createdAt'): Compare {
  const keys = sort.split(',').map((key) => {
    const descending = key.startsWith('-')
    return { field: descending ? key.slice(1) : key, sign: descending ? -1 : 1 }
  })
  const last = keys.at(-1)?.sign ?? 1
  return (a, b) => {
    for (const { field, sign } of keys) {
      const found = field === 'dueAt' ? byDue(a, b, sign) : sign * (BY[field]?.(a, b) ?? 0)
      if (found !== 0) return found
    }
    return last * text(a.id, b.id)
  }
}

/** Tasks with no due date come last either way. */
function byDue(a: Task, b: Task, sign: number): number {
  if (a.dueAt === null || b.dueAt === null) return Number(a.dueAt === null) - Number(b.dueAt === null)
  return sign * text(a.dueAt, b.dueAt)
}
