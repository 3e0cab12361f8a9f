import { lengthOf, MAX_LENGTH } from '../../api/text-length.ts'
import type { Inputs, TaskPriority, TaskStatus } from '../../api/trpc.ts'
import { MAX_TAGS } from '../../api/trpc.ts'
import { parseAt } from '../../quick-add/parse-line.ts'

type NewTask = Inputs['task']['create']

/** What could not be kept as the file has it. Its text is in the notes then, so that nothing is lost. */
export type Trouble = 'due' | 'priority' | 'status' | 'recurrence' | 'tags' | 'title' | 'notes'

/** A task that a file describes. */
export interface ImportedTask {
  /** The row of the file, counted as a spreadsheet does. */
  row: number
  task: Omit<NewTask, 'id' | 'projectId'>
  /** The name of its project. */
  project: string | undefined
  troubles: Trouble[]
}

/** The texts of one row. */
export interface TaskTexts {
  title: string
  notes?: string
  status?: string
  priority?: string
  due?: string
  recurrence?: string
  tags?: readonly string[]
  project?: string
}

/** Where the dates of a file count from, and how they are written. */
export interface Place {
  now: Date
  timeZone: string
  locale: string
}

const MAX = { rule: 500, project: 100 }

const PRIORITIES: Record<string, TaskPriority> = {
  urgent: 'urgent',
  highest: 'urgent',
  critical: 'urgent',
  p1: 'urgent',
  '1': 'urgent',
  high: 'high',
  p2: 'high',
  '2': 'high',
  medium: 'medium',
  normal: 'medium',
  p3: 'medium',
  '3': 'medium',
  low: 'low',
  lowest: 'low',
  none: 'none',
  p4: 'none',
  '4': 'none',
}

const STATUSES: Record<string, TaskStatus> = {
  todo: 'todo',
  'to do': 'todo',
  open: 'todo',
  'not started': 'todo',
  no: 'todo',
  false: 'todo',
  '0': 'todo',
  in_progress: 'in_progress',
  'in progress': 'in_progress',
  doing: 'in_progress',
  started: 'in_progress',
  done: 'done',
  complete: 'done',
  completed: 'done',
  closed: 'done',
  yes: 'done',
  true: 'done',
  x: 'done',
  '1': 'done',
}

/** The task of a row. Undefined if it has neither a title nor notes. */
export function importedTask(row: number, texts: TaskTexts, place: Place): ImportedTask | undefined {
  const { title, notes = '', tags: allTags = [], project = '' } = texts
  const name = title || notes.split('\n')[0] || ''
  if (name === '') return undefined
  const kept = notes === name ? [] : [notes]
  const troubles: Trouble[] = []
  /** Keeps a text that has no other place. */
  const keep = (trouble: Trouble, text: string) => {
    troubles.push(trouble)
    kept.push(text)
  }

  const shortName = cut(name, MAX_LENGTH.title)
  if (shortName !== name) keep('title', name)
  const priority = valueIn(PRIORITIES, texts.priority, 'none')
  if (!priority) keep('priority', `Priority: ${texts.priority}`)
  const status = valueIn(STATUSES, texts.status, 'todo')
  if (!status) keep('status', `Status: ${texts.status}`)
  const due = readDue(texts.due, place)
  if (!due) keep('due', `Due: ${texts.due}`)
  const rule = readRule(texts.recurrence, due)
  if (!rule) keep('recurrence', `Repeats: ${texts.recurrence}`)
  const { tags, others } = readTags(allTags)
  if (others.length > 0) keep('tags', `Tags: ${others.join(', ')}`)

  const description = kept.filter((text) => text !== '').join('\n\n')
  if (lengthOf(description) > MAX_LENGTH.description) troubles.push('notes')
  return {
    row,
    project: cut(project.trim(), MAX.project) || undefined,
    troubles,
    task: {
      title: shortName,
      ...(description !== '' && { description: cut(description, MAX_LENGTH.description) }),
      status: status ?? 'todo',
      priority: priority ?? 'none',
      tags,
      ...due,
      ...rule,
    },
  }
}

/** The first tags that a task has room for, and the others. */
function readTags(texts: readonly string[]) {
  const all = [...new Set(texts.map((tag) => tag.normalize('NFC')))].filter((tag) => tag !== '')
  const tags = all.filter((tag) => lengthOf(tag) <= MAX_LENGTH.tag).slice(0, MAX_TAGS)
  return { tags, others: all.filter((tag) => !tags.includes(tag)) }
}

/** A rule as RFC 5545 writes it, for a task that has a date. Undefined if it is none. */
function readRule(text: string | undefined, due: DueFields | undefined) {
  if (!text) return {}
  const rule = text.replace(/^RRULE:/i, '')
  const isRule = /^FREQ=/i.test(rule) && rule.length <= MAX.rule
  return isRule && (due?.dueAt || due?.dueOn) ? { recurrence: rule } : undefined
}

type DueFields = Pick<Partial<NewTask>, 'dueAt' | 'dueOn'> & { recurrence?: string }

/** What a date says, and when it comes again, as quick add reads them. Undefined unless all of it was understood. */
function readDue(text: string | undefined, place: Place): DueFields | undefined {
  if (!text) return {}
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) && Date.parse(text)
  if (instant) return { dueAt: new Date(instant).toISOString() }
  // As ISO 8601 and many programs write a local time.
  const words = text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?$/, '$1 $2')
  const { draft } = parseAt(`x ${words}`, { ...place, projects: [], defaults: {} })
  const { dueAt, dueOn, recurrence } = draft
  if (draft.title !== 'x' || (dueAt === null && dueOn === null)) return undefined
  return {
    ...(dueOn === null ? { dueAt: dueAt ?? null } : { dueOn }),
    ...(recurrence !== null && { recurrence }),
  }
}

function valueIn<T>(values: Record<string, T>, text: string | undefined, none: T): T | undefined {
  if (!text) return none
  const name = text.toLowerCase()
  return Object.hasOwn(values, name) ? values[name] : undefined
}

const cut = (text: string, max: number) =>
  text.length <= max ? text : [...text].slice(0, max).join('').trimEnd()
