import { clsx } from 'clsx'
import { CalendarClock, CircleCheck, type LucideIcon, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { swipe as words } from '../english/task/swipe.ts'
import { dueRequest } from '../shell/due-request.ts'
import { useSync } from '../sync/use-sync.tsx'
import { useTaskActions } from '../tasks/use-task-actions.ts'
import { followSwipes, type Side, type Swipe } from './swipe.ts'

/** Swipes over the rows of tasks: one way completes or reopens, the other opens the date picker. */
export function RowSwipes() {
  const { find } = useSync()
  const actions = useTaskActions()
  const [swipe, setSwipe] = useState<Swipe>()
  useEffect(
    () =>
      followSwipes({
        onChange: setSwipe,
        onSwiped: ({ row, side }) => {
          const task = taskOf(row, find)
          if (!task) return
          if (side === 'end') actions.toggle(task)
          else dueRequest.set({ tasks: [task] })
        },
      }),
    [find, actions],
  )
  const item = swipe?.row.parentElement
  if (!swipe || !item) return null
  const isDone = taskOf(swipe.row, find)?.status === 'done'
  return createPortal(<Hint {...swipe} {...hintOf(swipe.side, isDone)} />, item)
}

const taskOf = (row: HTMLElement, find: ReturnType<typeof useSync>['find']) => find(row.dataset.taskId ?? '')

function hintOf(side: Side, isDone: boolean) {
  if (side === 'start') return { label: words.schedule, icon: CalendarClock, colour: 'bg-accent' }
  return isDone
    ? { label: words.reopen, icon: Undo2, colour: 'bg-soft' }
    : { label: words.complete, icon: CircleCheck, colour: 'bg-good' }
}

interface HintProps {
  label: string
  icon: LucideIcon
  colour: string
  side: Side
  isFar: boolean
}

/** What letting go would do, behind the row. */
function Hint({ label, icon: Icon, colour, side, isFar }: HintProps) {
  return (
    <div
      aria-hidden
      className={clsx(
        'pointer-events-none absolute inset-0 flex items-center gap-2 px-5 font-medium text-sm transition-colors',
        side === 'start' && 'flex-row-reverse',
        isFar ? [colour, 'text-on-accent'] : 'bg-sunken text-soft',
      )}
    >
      <Icon size={22} aria-hidden className={clsx('transition-transform', isFar && 'scale-115')} />
      {label}
    </div>
  )
}
