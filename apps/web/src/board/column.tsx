import { clsx } from 'clsx'
import { Plus } from 'lucide-react'
import { type FocusEvent, useDeferredValue, useMemo, useState } from 'react'
import type { TaskStatus } from '../api/trpc.ts'
import { common } from '../english/common.ts'
import { board as words } from '../english/task/board.ts'
import { STATUS } from '../english/tasks.ts'
import { useCommands } from '../keyboard/use-commands.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { useTaskList } from '../sync/use-sync.tsx'
import { StatusMark } from '../tasks/labels/status-mark.tsx'
import { useTaskDrop } from '../tasks/use-drag.ts'
import { Button } from '../ui/button.tsx'
import { itemOf } from '../ui/columns.ts'
import { Card } from './card.tsx'
import { useNearEnd } from './use-near-end.ts'

/** Open tasks are sorted by urgency, completed ones by when they changed last. */
const SORT: Record<TaskStatus, string> = {
  todo: '-priority,dueAt',
  in_progress: '-priority,dueAt',
  done: '-updatedAt',
}

/** As many cards as are in view at first. */
const FIRST_CARDS = 8

/** How many more are rendered once the page is painted, and whenever the end of them comes near. */
const MORE_CARDS = 30

interface ColumnProps {
  status: TaskStatus
  /** The server's count of tasks with this status. */
  count: number | undefined
  onDropped: (id: string, status: TaskStatus) => void
  onMove: (id: string, status: TaskStatus) => void
}

export function Column({ status, count, onDropped, onMove }: ColumnProps) {
  const filters = useMemo(() => ({ status: [status], sort: SORT[status] }), [status])
  const list = useTaskList(filters)
  const { ref, isOver } = useTaskDrop((id) => onDropped(id, status))
  const [focused, setFocused] = useState<string>()
  // The cards below are rendered once the page is painted, so that it opens sooner.
  const isBelowShown = useDeferredValue(true, false)
  const [most, setMost] = useState(FIRST_CARDS + MORE_CARDS)
  const shown = list.tasks.slice(0, isBelowShown ? most : FIRST_CARDS)
  // Roving tabindex: Tab reaches one card, arrow keys the others.
  const tabStopId = list.tasks.some(({ id }) => id === focused) ? focused : list.tasks[0]?.id
  // A fully loaded list is counted here, which is right at once after a change.
  const total = list.isLoaded && !list.hasNextPage ? list.tasks.length : (list.total ?? count)

  return (
    <section
      ref={ref}
      data-column={status}
      aria-labelledby={`column-${status}`}
      onFocus={(event: FocusEvent) => setFocused(itemOf(event.target)?.dataset.taskId ?? focused)}
      className={clsx(
        'relative flex w-[82vw] shrink-0 snap-start flex-col rounded-2xl border transition-colors md:w-auto md:min-w-48 md:flex-1 lg:min-w-0',
        isOver ? 'border-accent bg-accent-tint' : 'border-transparent bg-sunken',
      )}
    >
      <h2 id={`column-${status}`} className="flex items-center gap-2 px-4 pt-3 pb-1 font-medium text-sm">
        <StatusMark status={status} />
        {STATUS[status]}
        {total !== undefined && (
          <span className="text-soft tabular-nums">
            <span className="sr-only">, {words.count(total)}</span>
            <span aria-hidden>{total.toLocaleString('en')}</span>
          </span>
        )}
      </h2>
      {list.isLoaded ? (
        <ul
          aria-labelledby={`column-${status}`}
          className="min-h-0 grow overflow-y-auto overscroll-y-contain p-2 pointer-coarse:pb-16"
        >
          {shown.map((task) => (
            <Card key={task.id} task={task} isTabStop={task.id === tabStopId} onMove={onMove} />
          ))}
          {list.tasks.length === 0 && <Empty status={status} />}
          {isBelowShown && (
            <ColumnEnd
              key={shown.length}
              list={list}
              onMore={shown.length < list.tasks.length ? () => setMost(most + MORE_CARDS) : undefined}
            />
          )}
        </ul>
      ) : (
        <LoadingOrError error={list.error} onRetry={list.refetch} />
      )}
    </section>
  )
}

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

interface ColumnEndProps {
  list: ReturnType<typeof useTaskList>
  /** Shows more of what is loaded. Undefined if all of it shows. */
  onMore: (() => void) | undefined
}

/**
 * Shows more of the list when its end comes near, and loads the next page after all that is loaded. Keyed by length, so that it
 * observes anew each time.
 */
function ColumnEnd({ list, onMore }: ColumnEndProps) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list
  const ref = useNearEnd(() => {
    if (onMore) onMore()
    else if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
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
