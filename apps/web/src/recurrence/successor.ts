import { type Next, nextOccurrence, parseRule, RuleProblem, successorId } from '@tandem/client/recurrence'
import type { Task } from '../api/trpc.ts'
import { formatNext } from '../english/recurrence/next.ts'
import { describeRule } from '../english/recurrence/rule.ts'
import { recurrence as words } from '../english/recurrence/words.ts'

/** What decides when a task occurs next, as far as others than the server see it. */
export type RecurringTask = Pick<Task, 'dueAt' | 'dueOn' | 'recurrenceFrom'> & { recurrence: string }

export interface Clock {
  now: Date
  /** Of the account. */
  timeZone: string
}

/** The task that completing one makes, as far as it differs from that one. */
export interface Successor extends Pick<Task, 'id' | 'dueAt' | 'dueOn' | 'recurrence'> {
  /** The id of the completed one. */
  of: string
}

export const isRecurring = <T extends Task>(task: T): task is T & { recurrence: string } =>
  task.recurrence !== null

/** The rule of a task in English, or its text where English does not say it in full. */
export function ruleInWords(task: RecurringTask, timeZone: string): string {
  return plainRule(task, timeZone) ?? words.custom(task.recurrence)
}

/** The rule of a task in English. Undefined where English does not say it in full. */
export function plainRule(
  { recurrence, recurrenceFrom }: RecurringTask,
  timeZone: string,
): string | undefined {
  try {
    return describeRule(parseRule(recurrence), { recurrenceFrom, timeZone })
  } catch (error) {
    // A newer server may know more rules than this page.
    if (error instanceof RuleProblem) return undefined
    throw error
  }
}

/** A day of the month that all shorter months lack. */
const LAST_POSSIBLE_DAY = '31'

/**
 * When a task occurs next if it is completed now: null after the last time, and undefined where only the server knows, because it
 * depends on the day of the month that the task began with.
 */
export function nextOf(task: RecurringTask, clock: Clock): Next | null | undefined {
  try {
    const next = nextOccurrence({ ...task, recurrenceAnchor: null }, clock)
    const ifLonger = nextOccurrence({ ...task, recurrenceAnchor: LAST_POSSIBLE_DAY }, clock)
    if (next?.dueOn !== ifLonger?.dueOn || next?.dueAt !== ifLonger?.dueAt) return undefined
    return next ?? null
  } catch (error) {
    if (error instanceof RuleProblem) return undefined
    throw error
  }
}

/** When a task occurs next, in words: `Mon 7 Dec`. */
export function nextInWords(task: RecurringTask, clock: Clock): string | undefined {
  const next = nextOf(task, clock)
  return next ? formatNext(next, clock.now) : undefined
}

interface CompletionOptions {
  find: (id: string) => Task | undefined
  clock: Clock
}

/** What completing or reopening tasks does to their successors, and what is said of it. */
export function completion(tasks: readonly Task[], isDone: boolean, { find, clock }: CompletionOptions) {
  if (!isDone) {
    const takenBack = tasks.flatMap(({ successorId }) => {
      const successor = successorId === null ? undefined : find(successorId)
      // The server leaves one that was changed.
      return successor && successor.version <= 1 ? successor.id : []
    })
    return takenBack.length > 0 ? { takenBack } : {}
  }
  const successors = successorsOf(tasks, clock)
  const [first] = successors
  return first ? { successors, message: words.done(formatNext(first, clock.now)) } : {}
}

/** The successors of tasks that are completed now, where they are known before the server answers. */
function successorsOf(tasks: readonly Task[], clock: Clock): Successor[] {
  return tasks.filter(isRecurring).flatMap((task) => {
    const next = task.status !== 'done' && nextOf(task, clock)
    if (!next) return []
    const { dueAt, dueOn, recurrence } = next
    return { of: task.id, id: successorId(task.id), dueAt, dueOn, recurrence }
  })
}
