import { occurs } from '@tandem/client/recurrence'
import type { Task } from '../../api/trpc.ts'
import { editor as words } from '../../english/recurrence/words.ts'
import { type RuleContext, type RuleForm, ruleOf } from './rule-form.ts'

export type FormProblems = Partial<Record<'interval' | 'days' | 'until' | 'count', string>>

/** The limits of the server. */
const MAX_INTERVAL = 999
const MAX_COUNT = 9999

/** What is wrong with a form. Nothing is, where it stands for a rule that the server takes. */
export function checkForm(form: RuleForm, context: RuleContext): FormProblems {
  const { freq, on, monthDays, ends, until } = form
  const hasDays = freq === 'MONTHLY' || freq === 'YEARLY'
  const problems: FormProblems = {}
  if (!isWhole(form.interval, MAX_INTERVAL)) problems.interval = words.problem.interval
  if (hasDays && on === 'days' && monthDays.length === 0) problems.days = words.problem.days
  if (ends === 'count' && !isWhole(form.count, MAX_COUNT)) problems.count = words.problem.count
  if (ends === 'until') {
    if (!isDate(until)) problems.until = words.problem.until
    else if (until < context.day) problems.until = words.problem.tooEarly
  }
  return problems
}

/** Whether a rule has any day at all, such as a fifth Friday of a February in leap years. */
export function hasOccurrence(task: Task, form: RuleForm, context: RuleContext): boolean {
  const { dueAt, dueOn } = task.dueAt === null ? { dueAt: null, dueOn: context.day } : task
  const due = { dueAt, dueOn, recurrenceFrom: form.from, recurrenceAnchor: null }
  return occurs({ ...due, recurrence: ruleOf({ ...form, ends: 'never' }, context) }, context.timeZone)
}

function isWhole(text: string, max: number): boolean {
  return /^\s*\d{1,4}\s*$/.test(text) && Number(text) >= 1 && Number(text) <= max
}

/** Whether a text is a day of the calendar that a rule may end on. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && date.getUTCDate() === Number(text.slice(8))
}
