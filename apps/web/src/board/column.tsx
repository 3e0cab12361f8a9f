import { clsx } from 'clsx'
import { Circle, CircleCheck, CircleDashed, type LucideIcon, Plus } from 'lucide-react'
import { type FocusEvent, useMemo, useState } from 'react'
import type { TaskStatus } from '../api/trpc.ts'
import { board as words } from '../english/board.ts'
import { common } from '../english/common.ts'
import { STATUS } from '../english/tasks.ts'
import { useCommands } from '../keyboard/use-commands.ts'
import { Waiting } from '../shell/loading-or-error.tsx'
import { useTaskList } from '../sync/use-sync.tsx'
import { useTaskDrop } from '../tasks/use-drag.ts'
import { Button } from '../ui/button.tsx'
import { itemOf } from '../ui/columns.ts'
import { Card } from './card.tsx'
import { useNearEnd } from './use-near-end.ts'

/** What comes first: the most urgent of what is to be done, the latest of what was. */
const SORT: Record<TaskStatus, string> = {
  todo: '-priority,dueAt',
  in_progress: '-priority,dueAt',
  done: '-updatedAt',
}

const ICON: Record<TaskStatus, { icon: LucideIcon; colour: string }> = {
  todo: { icon: Circle, colour: 'text-soft' },
  in_progress: { icon: CircleDashed, colour: 'text-accent' },
  done: { icon: CircleCheck, colour: 'text-good' },
}

interface ColumnProps {
  status: TaskStatus
  /** How many there are, by the server's count. */
  count: number | undefined
  onDropped: (id: string, status: TaskStatus) => void
  onMove: (id: string, status: TaskStatus) => void
}

export function Column({ status, count, onDropped, onMove }: ColumnProps) {
  const filters = useMemo(() => ({ status: [status], sort: SORT[status] }), [status])
  const list = useTaskList(filters)
  const { ref, isOver } = useTaskDrop((id) => onDropped(id, status))
  const [focused, setFocused] = useState<string>()
  // One of its cards can be reached with Tab, the others from there.
  const stop = list.tasks.some(({ id }) => id === focused) ? focused : list.tasks[0]?.id
  const { icon: Icon, colour } = ICON[status]
  // What is all here needs no count: it is right at once.
  const total = list.isLoaded && !list.hasNextPage ? list.tasks.length : count

  return (
    <section
      ref={ref}
      data-column={status}
      aria-labelledby={`column-${status}`}
      onFocus={(event: FocusEvent) => setFocused(itemOf(event.target)?.dataset.taskId ?? focused)}
      className={clsx(
        'relative flex w-[82vw] shrink-0 snap-start flex-col rounded-2xl border transition-colors md:w-auto md:min-w-0 md:flex-1 md:shrink',
        isOver ? 'border-accent bg-accent-tint' : 'border-transparent bg-sunken',
      )}
    >
      <h2 id={`column-${status}`} className="flex items-center gap-2 px-4 pt-3 pb-1 font-medium text-sm">
        <Icon size={16} aria-hidden className={colour} />
        {STATUS[status]}
        {total !== undefined && (
          <span className="text-soft tabular-nums">
            <span className="sr-only">, {words.count(total)}</span>
            <span aria-hidden>{total.toLocaleString('en')}</span>
          </span>
        )}
      </h2>
      {list.isLoaded ? (
        <ul aria-labelledby={`column-${status}`} className="min-h-0 grow overflow-y-auto p-2">
          {list.tasks.map((task) => (
            <Card key={task.id} task={task} isTabStop={task.id === stop} onMove={onMove} />
          ))}
          {list.tasks.length === 0 && <Empty status={status} />}
          <End key={list.tasks.length} list={list} />
        </ul>
      ) : (
        <Waiting error={list.error} onRetry={list.refetch} />
      )}
    </section>
  )
}

/** A column with nothing in it. The first one offers to begin. */
function Empty({ status }: { status: TaskStatus }) {
  const { openQuickAdd } = useCommands()
  return (
    <li className="m-1 grid gap-1 rounded-xl border border-line border-dashed px-4 py-8 text-center text-sm text-soft">
      <p className="font-medium">{words.empty[status]}</p>
      {status === 'todo' ? (
        <Button icon={Plus} onClick={openQuickAdd} className="mx-auto mt-2">
          {words.add}
        </Button>
      ) : (
        <p>{words.dropHere}</p>
      )}
    </li>
  )
}

/** Reads the list on when it is come near to. Its key is new with every page, so that it looks again. */
function End({ list }: { list: ReturnType<typeof useTaskList> }) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list
  const ref = useNearEnd(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  })
  return (
    <li ref={ref} className="min-h-px text-center text-soft text-sm">
      {isFetchingNextPage && <p className="animate-late p-2">{common.loading}</p>}
      {isFetchNextPageError && !isFetchingNextPage && (
        <Button variant="quiet" onClick={() => void fetchNextPage()}>
          {common.retry}
        </Button>
      )}
    </li>
  )
}
