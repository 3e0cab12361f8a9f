import type { TaskPriority, TaskStatus } from '@tandem/db/types'
import { ICalCalendar, ICalEvent, ICalEventStatus, ICalEventTransparency } from 'ical-generator'

/** A task as a calendar shows it; instants in milliseconds since 1970. */
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

/** RFC 5545, 3.8.1.9: 1 to 4 is high, 5 medium, 6 to 9 low; nothing is said of a task without a priority. */
const PRIORITY: Record<TaskPriority, number | null> = { none: null, low: 7, medium: 5, high: 3, urgent: 1 }

/** Seconds after which a calendar may ask again. */
const REFRESH = 3600

const END = 'END:VCALENDAR'

/** The same tasks give the same text: nothing in it is of the moment at which it is made. */
export function toICalendar(tasks: readonly DueTask[]): string {
  const calendar = new ICalCalendar({
    name: 'Tandem',
    prodId: { company: 'Tandem', product: 'Tasks', language: 'EN' },
    ttl: REFRESH,
  })
  const begin = calendar.toString().slice(0, -END.length)
  return `${begin}${tasks.map((task) => fold(toEvent(task, calendar))).join('')}${END}\r\n`
}

function toEvent(task: DueTask, calendar: ICalCalendar): string {
  const changed = new Date(task.updatedAt)
  const event = new ICalEvent(
    {
      id: `${task.id}@tandem`,
      sequence: task.version - 1,
      stamp: changed,
      // It has no end: a task is due at a moment, and RFC 5545 lets no end be the same as the start.
      start: new Date(task.dueAt),
      summary: printable(task.status === 'done' ? `✓ ${task.title}` : task.title),
      description: task.description && printable(task.description),
      categories: task.tags
        .map(printable)
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

/** Without what RFC 5545 allows in no text, and where some parsers end a line: control characters but for tabs and line ends. */
function printable(text: string): string {
  return text.replaceAll(/(?![\t\n\r])\p{Cc}/gu, '')
}

const MAX_LINE_OCTETS = 75

/**
 * RFC 5545, 3.1: no line is longer than 75 octets, and none is broken inside a character. The library does it too, with an
 * encoder for every character: that takes ten to twenty times as long, up to seconds for a long calendar.
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
