import type { Task } from '../../api/trpc.ts'
import { listed } from '../../english/recurrence/names.ts'
import { formatNext } from '../../english/recurrence/next.ts'
import { editor as words } from '../../english/recurrence/words.ts'
import { nextOf, ruleInWords } from '../successor.ts'
import { type RuleContext, type RuleForm, ruleOf } from './rule-form.ts'

interface RuleSummaryProps {
  task: Task
  form: RuleForm
  context: RuleContext
}

/** How many of the next days are told. */
const SHOWN = 3

/** What the fields mean, in words and by the next days. */
export function RuleSummary({ task, form, context }: RuleSummaryProps) {
  const due = task.dueAt === null ? { dueAt: null, dueOn: context.day } : task
  const recurring = { ...due, recurrence: ruleOf(form, context), recurrenceFrom: form.from }
  const dates = nextDates(recurring, context)
  return (
    <p aria-live="polite" className="rounded-lg bg-sunken px-3 py-2 text-sm">
      <span className="block font-medium">{ruleInWords(recurring, context.timeZone)}</span>
      {dates.length > 0 && <span className="text-soft">{words.nextDates(listed(dates))}</span>}
    </p>
  )
}

/** The days on which it would occur, if each were done when it is due. */
function nextDates(first: Parameters<typeof nextOf>[0], { timeZone }: RuleContext): string[] {
  const now = new Date()
  const dates: string[] = []
  let recurring = first
  let clock = { now, timeZone }
  for (let i = 0; i < SHOWN; i++) {
    const next = nextOf(recurring, clock)
    if (!next) break
    dates.push(formatNext(next, now))
    recurring = { ...recurring, ...next }
    const doneAt = next.dueAt ?? `${next.dueOn}T12:00:00Z`
    clock = { now: new Date(Math.max(Date.parse(doneAt), now.getTime())), timeZone }
  }
  return dates
}
