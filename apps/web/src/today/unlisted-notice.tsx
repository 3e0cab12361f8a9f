import { lazy, Suspense } from 'react'
import type { Task } from '../api/trpc.ts'
import { dayName, dueTime } from '../english/format/time.ts'
import { today as words } from '../english/task/days/today.ts'
import { useUnlisted } from '../tasks/use-unlisted.ts'
import { retryImport } from '../ui/retry-import.ts'

const AddedNotice = lazy(retryImport(() => import('../tasks/added-notice.tsx')))

interface UnlistedNoticeProps {
  /** All tasks of the page. */
  tasks: readonly Task[]
  isLoaded: boolean
  onOpen: (id: string) => void
}

/** Says that a task was added that is due on another day than the page shows. */
export function UnlistedNotice({ tasks, isLoaded, onOpen }: UnlistedNoticeProps) {
  const { id, forget } = useUnlisted({ tasks, isLoaded, isPlaceholderData: false })
  return (
    id !== undefined && (
      <Suspense>
        <AddedNotice id={id} textOf={textOf} onOpen={onOpen} onClose={forget} />
      </Suspense>
    )
  )
}

function textOf(task: Task): string {
  const due = dueTime(task)
  return due ? words.addedFor(task.title, dayName(due)) : words.addedUndated(task.title)
}
