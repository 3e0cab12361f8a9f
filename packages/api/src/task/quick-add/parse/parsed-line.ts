import type { TaskPriority } from '../../priority.ts'
import type { Span } from './words.ts'

/** A part of a line that was recognised. A date has one of `dueAt` and `dueOn`, as the task has. */
export type Recognised = Span & { text: string } & (
    | { kind: 'due'; dueAt: string | null; dueOn: string | null; isPast: boolean }
    | { kind: 'tag'; tag: string }
    | { kind: 'priority'; priority: TaskPriority }
    | { kind: 'project'; projectId: string }
  )

/** The task that a line becomes. At most one of `dueAt` and `dueOn` is not null. */
export interface Draft {
  title: string
  priority: TaskPriority
  tags: string[]
  dueAt: string | null
  dueOn: string | null
  recurrence: string | null
  projectId: string | null
}

/** What a line says, as `task.quickAdd` answers it. These types are apart from its schemas, so that browsers need no zod. */
export interface ParsedLine {
  draft: Draft
  /** In the order of the text. */
  recognised: Recognised[]
}
