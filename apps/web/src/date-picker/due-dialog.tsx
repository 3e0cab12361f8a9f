import { useRef, useState } from 'react'
import { tasks as words } from '../english/tasks.ts'
import { type DueRequest, dueRequest } from '../shell/due-request.ts'
import { useTaskActions } from '../tasks/use-task-actions.ts'
import DatePicker from './date-picker.tsx'
import { type DateTime, NO_DATE } from './date-time.ts'
import { dateTimeOfDue, dueOfDateTime } from './due-date.ts'

/** Picks a due date for one task or for several. What was chosen is saved when the dialog closes. */
export default function DueDialog({ tasks, onPicked }: DueRequest) {
  const actions = useTaskActions()
  const [first, ...others] = tasks
  const [shown, setShown] = useState(first && others.length === 0 ? dateTimeOfDue(first) : NO_DATE)
  const [typed, setTyped] = useState('')
  // The last choice closes the dialog before it is rendered.
  const chosen = useRef<DateTime>(undefined)
  const close = () => {
    dueRequest.set(undefined)
    if (chosen.current === undefined) return
    actions.setDue(tasks, dueOfDateTime(chosen.current))
    onPicked?.()
  }
  return (
    <DatePicker
      title={words.due}
      value={shown}
      time="optional"
      canClear
      typed={typed}
      onType={setTyped}
      onChange={(value) => {
        chosen.current = value
        setShown(value)
      }}
      onClose={close}
    />
  )
}
