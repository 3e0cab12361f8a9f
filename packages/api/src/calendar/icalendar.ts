import type { TaskPriority, TaskStatus } from '@tandem/db/types'
import { ICalCalendar, ICalEvent, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { plainRule } from '../core/recurrence/plain-rule.ts'

/** The fields of a task that a calendar shows. Instants are in milliseconds since 1970. */
export interface DueTask {
  id: string
  title: string
  description: string | null
  status: TaskStatus
  priority: TaskPriority
  tags: string[]
  dueAt: number
  /** Where it is due a whole day. */
  dueOn: string | null
  recurrence: string | null
  recurrenceFrom: 'due' | 'completion'
  recurrenceAnchor: string | null
  version: number
  createdAt: number
  updatedAt: number
}

/** RFC 5545, section 3.8.1.9: 1 to 4 is high, 5 medium, 6 to 9 low. null omits the property. */
const PRIORITY: Record<TaskPriority, number | null> = { none: null, low: 7, medium: 5, high: 3, urgent: 1 }

/** How often a calendar program should refresh, in seconds. */
const REFRESH_SECONDS = 3600

/** How long an event lasts, in milliseconds: calendars draw one without an end as a line, or not at all. */
const DURATION = 30 * 60_000

const END = 'END:VCALENDAR\r\n'

/**
 * The first tasks that fit into `maxOctets`. Deterministic: the same tasks give the same text, since it does not contain the
 * current time.
 */
export function toICalendar(tasks: readonly DueTask[], maxOctets: number): string {
  const calendar = new ICalCalendar({
    name: 'Tandem',
    prodId: { company: 'Tandem', product: 'Tasks', language: 'EN' },
    ttl: REFRESH_SECONDS,
  })
  let text = calendar.toString().replace(/END:VCALENDAR\s*$/, '')
  let octets = Buffer.byteLength(text) + END.length
  for (const task of tasks) {
    const event = fold(toEvent(task, calendar))
    octets += Buffer.byteLength(event)
    if (octets > maxOctets) break
    text += event
  }
  return text + END
}

function toEvent(task: DueTask, calendar: ICalCalendar): string {
  const changed = new Date(task.updatedAt)
  const event = new ICalEvent(
    {
      id: `${task.id}@tandem`,
      sequence: task.version - 1,
      stamp: changed,
      // Without an end a date is that day.
      ...(task.dueOn === null
        ? { start: new Date(task.dueAt), end: new Date(task.dueAt + DURATION) }
        : { start: new Date(task.dueOn), allDay: true }),
      repeating: repeating(task),
      summary: withoutControlCharacters(task.status === 'done' ? `✓ ${task.title}` : task.title),
      description: task.description && withoutControlCharacters(task.description),
      categories: task.tags
        .map(withoutControlCharacters)
        .filter(Boolean)
        .map((name) => ({ name })),
      priority: PRIORITY[task.priority],
      status: ICalEventStatus.CONFIRMED,
      transparency: ICalEventTransparency.TRANSPARENT,
      created: new Date(task.createdAt),
      lastModified: changed,
    },
    calendar,
  )
  return event.toString()
}

/** Once it is done, the next one is a task of its own. */
function repeating(task: DueTask): string | null {
  const rule = task.status === 'done' ? undefined : plainRule({ ...task, dueAt: null })
  return rule === undefined ? null : `RRULE:${rule}`
}

/** RFC 5545 allows no control characters except tabs and line ends, and some parsers end a line at others. */
function withoutControlCharacters(text: string): string {
  return text.replaceAll(/(?![\t\n\r])\p{Cc}/gu, '')
}

const MAX_LINE_OCTETS = 75

/**
 * RFC 5545, section 3.1: lines have at most 75 octets and are not broken inside a character. The library folds lines too,
 * but it encodes every character by itself, which takes 10 to 20 times as long: up to seconds for a long calendar.
 */
function fold(lines: string): string {
  return lines.split('\r\n').map(foldLine).join('\r\n')
}

function foldLine(line: string): string {
  if (Buffer.byteLength(line) <= MAX_LINE_OCTETS) return line
  let folded = ''
  let from = 0
  let octets = 0
  let at = 0
  for (const character of line) {
    const size = character < '\u0080' ? 1 : Buffer.byteLength(character)
    if (octets + size > MAX_LINE_OCTETS) {
      folded += `${line.slice(from, at)}\r\n `
      from = at
      octets = 1
    }
    octets += size
    at += character.length
  }
  return folded + line.slice(from)
}
