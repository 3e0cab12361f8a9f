import type { Task } from '../../../api/trpc.ts'
import { formatAgo } from '../../../english/format/ago.ts'
import { exactTime } from '../../../english/format/exact-time.ts'
import { taskDetails as words } from '../../../english/task/details.ts'
import { useTimeZone } from '../../../recurrence/use-recurrence.ts'
import { eventsOf } from './events-of.ts'

/** When the task was created, completed and changed. The exact time shows under the pointer. */
export function History({ task }: { task: Task }) {
  const timeZone = useTimeZone()
  return (
    <p className="text-soft text-xs">
      {eventsOf(task).map(({ kind, at }, i) => (
        <span key={kind}>
          {i > 0 && ' · '}
          <time dateTime={at} title={exactTime(at, timeZone)}>
            {words[kind](formatAgo(at))}
          </time>
        </span>
      ))}
    </p>
  )
}
