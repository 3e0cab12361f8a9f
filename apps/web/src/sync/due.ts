import type { Due, Patch, Task } from '../api/trpc.ts'
import { dueTime } from '../english/format/time.ts'

type DueDate = Pick<Task, 'dueAt' | 'dueOn'>

/** A task's due date as a patch names it. */
export const dueOf = ({ dueAt, dueOn }: DueDate): Due => (dueOn === null ? { dueAt } : { dueOn })

/** Both fields of the due date that a patch gives, as the server will answer them. Undefined where it gives none. */
export function dueAfter({ dueAt, dueOn }: Pick<Patch, 'dueAt' | 'dueOn'>): DueDate | undefined {
  if (dueAt === undefined && dueOn === undefined) return undefined
  // The account may have another time zone than this device: then the answer says so.
  if (dueOn) return { dueOn, dueAt: dueTime({ dueOn, dueAt: null })?.toISOString() ?? null }
  return { dueOn: null, dueAt: dueAt ?? null }
}
