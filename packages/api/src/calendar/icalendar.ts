import type { TaskPriority, TaskStatus } from '@tandem/db/types'
import { ICalCalendar, ICalEvent, ICalEventStatus, ICalEventTransparency } from 'ical-generator'

/** The fields of a task that a calendar shows. Instants are in milliseconds since 1970. */
export interface DueTask {
  id: string
  title: string
  description: string | null
  status: TaskStatus
  priority: TaskPriority
  tags: string[]
  dueAt: number
  version: number
  createdAt: number
  updatedAt: number
}

/** RFC 5545, section 3.8.1.9: 1 to 4 is high, 5 medium, 6 to 9 low. null omits the property. */
const PRIORITY: Record<TaskPriority, number | null> = { none: null, low: 7, medium: 5, high: 3, urgent: 1 }

/** How often a calendar program should refresh, in seconds. */
const REFRESH_SECONDS = 3600

const END = 'END:VCALENDAR'

/** Deterministic: the same tasks give the same text, since it does not contain the current time. */
export function toICalendar(tasks: readonly DueTask[]): string {
  const calendar = new ICalCalendar({
    name: 'Tandem',
    prodId: { company: 'Tandem', product: 'Tasks', language: 'EN' },
    ttl: REFRESH_SECONDS,
  })
  const header = calendar.toString().slice(0, -END.length)
  return `${header}${tasks.map((task) => fold(toEvent(task, calendar))).join('')}${END}\r\n`
}

function toEvent(task: DueTask, calendar: ICalCalendar): string {
  const changed = new Date(task.updatedAt)
  const event = new ICalEvent(
    {
      id: `${task.id}@tandem`,
      sequence: task.version - 1,
      stamp: changed,
      // No end: a task is due at an instant, and RFC 5545 does not allow an end equal to the start.
      start: new Date(task.dueAt),
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
