import { type ChangeEvent, useState } from 'react'
import type { Task } from '../../api/trpc.ts'
import { dueTime, fromDateAndTime, toDateAndTime } from '../../english/format/time.ts'
import { taskDetails as detailWords } from '../../english/task/details.ts'
import { tasks as words } from '../../english/tasks.ts'
import { Field } from '../../ui/form/field.tsx'
import { FieldProblem } from '../field-problem.tsx'
import { useTaskField } from '../use-task-field.ts'

type Part = 'date' | 'time'

const SEPARATOR = ' '

const read = (text: string) => {
  const [date = '', time = ''] = text.split(SEPARATOR)
  // While a year is typed, its first digits are a year as well.
  if (date !== '' && !/^[1-9]\d{3}-/.test(date)) return { problem: detailWords.incompleteDate }
  return { patch: date !== '' && time === '' ? { dueOn: date } : { dueAt: fromDateAndTime(date, time) } }
}

/** When a task is due: a date, and a time that may be left out. */
export function DueField({ task }: { task: Task }) {
  const saved = toDateAndTime(dueTime(task) ?? null)
  const field = useTaskField({
    task,
    field: 'dueAt',
    saved: saved.date + SEPARATOR + saved.time,
    read,
  })
  const [date = '', time = ''] = field.text.split(SEPARATOR)
  const values = { date, time }
  // The browser says nothing of a value that is typed in part, so it must be left alone.
  const [partial, setPartial] = useState<ReadonlySet<Part>>(new Set())
  const [isTold, setTold] = useState(false)

  const inputFor = (part: Part) => ({
    type: part,
    value: partial.has(part) ? '' : values[part],
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
      const others = [...partial].filter((one) => one !== part)
      setPartial(new Set(target.validity.badInput ? [...others, part] : others))
      if (target.validity.badInput) return
      const next = { ...values, [part]: target.value }
      field.change(next.date + SEPARATOR + next.time)
    },
    onBlur: ({ target }: { target: HTMLInputElement }) => {
      if (target.validity.badInput) setPartial(new Set([...partial, part]))
      setTold(target.validity.badInput)
    },
  })
  const incomplete = isTold && (partial.has('date') ? detailWords.incompleteDate : detailWords.incompleteTime)
  const error = partial.size > 0 && incomplete ? incomplete : <FieldProblem field={field} />

  return (
    <fieldset
      // One below the other where they do not fit beside each other.
      className="flex flex-wrap gap-x-3 gap-y-2"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) field.leave()
      }}
      onKeyDown={({ key }) => key === 'Enter' && field.leave()}
    >
      <legend className="sr-only">{words.due}</legend>
      <Field
        label={words.due}
        min="1000-01-01"
        max="9999-12-31"
        className="grow-3 basis-0"
        {...inputFor('date')}
      />
      <Field label={words.time} className="grow-2 basis-0" {...inputFor('time')} />
      {date !== '' && time === '' && <p className="w-full text-soft text-sm">{detailWords.allDay}</p>}
      <div className="w-full text-bad text-sm empty:hidden" role="alert">
        {error}
      </div>
    </fieldset>
  )
}
