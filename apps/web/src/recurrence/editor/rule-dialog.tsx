import { type FormEvent, useId, useState } from 'react'
import type { Task } from '../../api/trpc.ts'
import { common } from '../../english/common.ts'
import { editor as words } from '../../english/recurrence/words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import { dueDayOf } from '../due-day.ts'
import { checkForm, hasOccurrence } from './check-form.ts'
import { RuleFields } from './rule-fields.tsx'
import { formOf, newForm, type RuleContext, type RuleForm, ruleOf } from './rule-form.ts'
import { RuleSummary } from './rule-summary.tsx'

interface RuleDialogProps {
  task: Task
  /** Of the account. */
  timeZone: string
  onSave: (rule: { recurrence: string; recurrenceFrom: Task['recurrenceFrom'] }) => void
  onClose: () => void
  onClosed: () => void
}

/** Edits the rule of a task. One that it cannot show in full stays as it is, unless it is replaced. */
export default function RuleDialog({ task, timeZone, onSave, onClose, onClosed }: RuleDialogProps) {
  // The form is of the task as it was when it was opened.
  const [context] = useState((): RuleContext => {
    return { day: dueDayOf(task, timeZone), isWholeDay: task.dueAt === null || task.dueOn !== null, timeZone }
  })
  const { recurrence, recurrenceFrom } = task
  const [opened] = useState(() =>
    recurrence === null ? newForm(context) : formOf(recurrence, recurrenceFrom, context),
  )
  const [form, setForm] = useState(opened)

  const save = (changed: RuleForm) => {
    // A rule that was only looked at keeps its text.
    if (changed !== opened || recurrence === null)
      onSave({ recurrence: ruleOf(changed, context), recurrenceFrom: changed.from })
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} onClosed={onClosed} title={words.title}>
      {form ? (
        <RuleEditor
          task={task}
          context={context}
          form={form}
          onChange={(change) => setForm({ ...form, ...change })}
          onSave={save}
          onClose={onClose}
        />
      ) : (
        <ForeignRule rule={recurrence ?? ''} onReplace={() => setForm(newForm(context))} onClose={onClose} />
      )}
    </Dialog>
  )
}

interface RuleEditorProps {
  task: Task
  context: RuleContext
  form: RuleForm
  onChange: (change: Partial<RuleForm>) => void
  onSave: (form: RuleForm) => void
  onClose: () => void
}

function RuleEditor({ task, context, form, onChange, onSave, onClose }: RuleEditorProps) {
  const [isTold, setTold] = useState(false)
  const problems = checkForm(form, context)
  const isComplete = Object.keys(problems).length === 0
  const isEmpty = isComplete && !hasOccurrence(task, form, context)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // This form stands in another one's panel.
    event.stopPropagation()
    setTold(true)
    if (isComplete && !isEmpty) onSave(form)
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <RuleFields form={form} day={context.day} problems={isTold ? problems : {}} onChange={onChange} />
      {isEmpty ? (
        <p role="alert" className="text-bad text-sm">
          {words.problem.never}
        </p>
      ) : (
        isComplete && <RuleSummary task={task} form={form} context={context} />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" variant="primary">
          {words.save}
        </Button>
      </div>
    </form>
  )
}

interface ForeignRuleProps {
  rule: string
  onReplace: () => void
  onClose: () => void
}

/** A rule from elsewhere that the fields cannot show. */
function ForeignRule({ rule, onReplace, onClose }: ForeignRuleProps) {
  const id = useId()
  return (
    <div className="grid gap-4">
      <p id={id}>{words.foreign}</p>
      <code className="break-all rounded-lg bg-sunken px-3 py-2 text-sm">{rule}</code>
      <div className="flex justify-end gap-2">
        <Button aria-describedby={id} onClick={onReplace}>
          {words.replace}
        </Button>
        <Button variant="primary" autoFocus onClick={onClose}>
          {words.keep}
        </Button>
      </div>
    </div>
  )
}
