import { Repeat, SlidersHorizontal } from 'lucide-react'
import { lazy, Suspense, useId, useState } from 'react'
import type { Patch, Task } from '../api/trpc.ts'
import { dayOf } from '../calendar/days/day.ts'
import { recurrence as words } from '../english/recurrence/words.ts'
import { useSync } from '../sync/use-sync.tsx'
import { ChipMenu } from '../ui/menu/chip-menu.tsx'
import type { MenuItem } from '../ui/menu/menu-items.ts'
import { retryImport } from '../ui/retry-import.ts'
import { dueDayOf } from './due-day.ts'
import { presetsFor } from './presets.ts'
import { useArithmetic, useTimeZone } from './use-recurrence.ts'

const RuleDialog = lazy(retryImport(() => import('./editor/rule-dialog.tsx')))

/** How a task repeats: a chip with a menu of usual rules, and an editor for others. Stands in a row of chips. */
export function RepeatField({ task }: { task: Task }) {
  const id = useId()
  const timeZone = useTimeZone()
  const arithmetic = useArithmetic(task.recurrence !== null)
  const setRule = useSetRule(task)
  const [isEditing, setEditing] = useState(false)
  const { recurrence, recurrenceFrom, dueAt } = task
  const rule = recurrence !== null && (arithmetic?.ruleInWords({ ...task, recurrence }, timeZone) ?? '…')

  return (
    <>
      <ChipMenu
        id={`${id}-button`}
        label={words.repeat}
        value={rule || words.never}
        isSet={recurrence !== null}
        mark={<Repeat size={15} aria-hidden className="shrink-0" />}
        aria-describedby={`${id}-next ${id}-due`}
        items={async () =>
          menuOf({
            current: recurrence === null ? undefined : { recurrence, recurrenceFrom, label: rule || '' },
            day: dueDayOf(task, timeZone),
            onChoose: setRule,
            onEdit: () => setEditing(true),
          })
        }
      />
      <p id={`${id}-next`} className="order-1 basis-full text-soft text-xs empty:hidden">
        {recurrence !== null && task.status !== 'done' && <Notes task={{ ...task, recurrence }} />}
      </p>
      <span id={`${id}-due`} className="sr-only">
        {dueAt === null ? words.needsDue : recurrence !== null && words.endsWithDue}
      </span>
      {isEditing && (
        <Suspense>
          <RuleDialog
            task={task}
            timeZone={timeZone}
            onSave={setRule}
            onClose={() => setEditing(false)}
            // The item of the menu that opened it is gone.
            onClosed={() => document.getElementById(`${id}-button`)?.focus()}
          />
        </Suspense>
      )}
    </>
  )
}

/** When it occurs next. */
function Notes({ task }: { task: Task & { recurrence: string } }) {
  const timeZone = useTimeZone()
  const arithmetic = useArithmetic()
  const clock = { now: new Date(), timeZone }
  const next = arithmetic?.nextInWords(task, clock)
  const isFromDue = task.recurrenceFrom === 'due'
  const when = next && (isFromDue ? words.next(next) : words.nextIfDoneToday(next))
  const isLast = arithmetic?.nextOf(task, clock) === null
  return isLast ? words.last : when
}

interface MenuOptions {
  current: (Rule & { label: string }) | undefined
  day: string
  onChoose: (rule: Rule | null) => void
  onEdit: () => void
}

type Rule = { recurrence: string; recurrenceFrom: Task['recurrenceFrom'] }

function menuOf({ current, day, onChoose, onEdit }: MenuOptions): MenuItem[] {
  const isCurrent = (rule: string) =>
    current?.recurrenceFrom === 'due' && current.recurrence.toUpperCase() === rule
  const presets = presetsFor(day)
  const isOther = current !== undefined && !presets.some(({ rule }) => isCurrent(rule))
  return [
    ...(isOther ? [{ label: current.label, checked: true, onSelect: onEdit }, 'separator' as const] : []),
    ...presets.map(({ label, rule }) => ({
      label,
      checked: isCurrent(rule),
      onSelect: () => onChoose({ recurrence: rule, recurrenceFrom: 'due' }),
    })),
    'separator',
    { label: words.preset.custom, icon: SlidersHorizontal, onSelect: onEdit },
    { label: words.never, checked: current === undefined, onSelect: () => onChoose(null) },
  ]
}

/** Gives a task a rule, and a due date with it, because there is none without. */
function useSetRule(task: Task) {
  const { run } = useSync()
  return (rule: Rule | null) => {
    const { recurrence, recurrenceFrom } = task
    if (rule === null) {
      if (recurrence === null) return
      run(
        [{ kind: 'update', id: task.id, patch: { recurrence: null, recurrenceFrom: 'due' } }],
        words.removed,
      )
      return
    }
    if (rule.recurrence === recurrence && rule.recurrenceFrom === recurrenceFrom) return
    const isWithoutDue = task.dueAt === null
    const due: Patch = isWithoutDue ? { dueOn: dayOf(new Date()) } : {}
    const label = recurrence === null ? words.begun(isWithoutDue) : words.changed
    run([{ kind: 'update', id: task.id, patch: { ...due, ...rule } }], label)
  }
}
