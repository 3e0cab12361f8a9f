import { findDue } from './date/find-due.ts'
import { findPriority, findTags } from './marks.ts'
import type { Draft, ParsedLine, Recognised } from './parsed-line.ts'
import type { NamedProject } from './project-names.ts'
import { cutSpans } from './title.ts'
import { type Span, wordsOf } from './words.ts'

interface ParseOptions {
  now: Date
  timeZone: string
  /** Whether the reader writes numeric dates with the day first. */
  isDayFirst?: boolean | undefined
  /** Spans that belong to the title, whatever they look like. */
  keep: readonly Span[]
  /** The project that the text names. */
  project?: NamedProject | undefined
}

/** Everything that a line says. */
interface Reading extends Pick<ParsedLine, 'recognised'> {
  /** Its `dueAt` is the last minute of a whole day. */
  draft: Omit<Draft, 'dueOn' | 'recurrence'>
  /** The day, if the task is due that whole day. */
  dueOn: string | null
  /** The value of an RRULE. */
  recurrence: string | null
}

/**
 * Recognises a due date, tags and a priority in a text, beside the project; the rest is the title. A date is read only where
 * the whole of it was understood, and what may be plain words stays in the title.
 */
export function parseQuickAdd(
  text: string,
  { now, timeZone, isDayFirst = false, keep, project }: ParseOptions,
): Reading {
  const named = project ? [{ start: project.start, end: project.end }] : []
  const isAllowed = (span: Span) => ![...keep, ...named].some((kept) => overlaps(kept, span))
  const tags = findTags(text, isAllowed)
  const priority = findPriority(text, wordsOf(text, [...keep, ...named, ...tags]), isAllowed)
  const priorities = priority ? [priority] : []
  const words = wordsOf(text, [...keep, ...named, ...tags, ...priorities])
  const due = findDue(text, words, { now, timeZone, isDayFirst })
  const dueAt = due ? new Date(due.at).toISOString() : null

  const at = ({ start, end }: Span) => ({ start, end, text: text.slice(start, end) })
  const recognised: Recognised[] = [
    ...(project ? [{ kind: 'project' as const, ...at(project), projectId: project.projectId }] : []),
    ...tags.map((span) => ({ kind: 'tag' as const, ...at(span), tag: span.tag })),
    ...priorities.map((span) => ({ kind: 'priority' as const, ...at(span), priority: span.priority })),
    ...(due?.spans ?? []).map((span) => ({
      kind: 'due' as const,
      ...at(span),
      dueAt: due?.on == null ? dueAt : null,
      dueOn: due?.on ?? null,
      isPast: due?.isPast ?? false,
    })),
  ]
  recognised.sort((a, b) => a.start - b.start)
  const draft = {
    title: cutSpans(text, recognised),
    priority: priority?.priority ?? 'none',
    tags: [...new Set(tags.map(({ tag }) => tag))],
    dueAt,
    projectId: project?.projectId ?? null,
  }
  return { draft, recognised, dueOn: due?.on ?? null, recurrence: due?.recurrence ?? null }
}

const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end
