import { Trash2, Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { trash as words } from '../english/trash.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { TrashRow } from './trash-row.tsx'
import { type DeletedTask, useTrash } from './use-trash.ts'

export default function TrashPage() {
  const { tasks, error, refetch, restore, hasNextPage, isFetchingNextPage, fetchNextPage } = useTrash()
  return (
    <div className="grid grid-cols-1 gap-5">
      <header>
        <h1 className="font-semibold text-2xl tracking-tight">{words.title}</h1>
        <p className="mt-1 text-soft text-sm">{words.text}</p>
      </header>
      {!tasks ? (
        <LoadingOrError error={error} onRetry={refetch} />
      ) : tasks.length === 0 && !hasNextPage ? (
        <Empty icon={Trash2} {...words.empty} />
      ) : (
        <>
          <DeletedTasks tasks={tasks} onRestore={restore} />
          {hasNextPage && (
            <LoadMore isLoading={isFetchingNextPage} error={error} onMore={() => void fetchNextPage()} />
          )}
        </>
      )}
    </div>
  )
}

interface DeletedTasksProps {
  tasks: readonly DeletedTask[]
  onRestore: (tasks: readonly DeletedTask[]) => void
}

function DeletedTasks({ tasks, onRestore }: DeletedTasksProps) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const list = useRef<HTMLUListElement>(null)
  const all = useRef<HTMLInputElement>(null)
  // Tasks that have left the list are not selected.
  const selected = tasks.filter(({ id }) => ids.has(id))
  const isAll = selected.length === tasks.length && tasks.length > 0
  const isSome = selected.length > 0 && !isAll
  useEffect(() => {
    if (all.current) all.current.indeterminate = isSome
  }, [isSome])
  const select = (id: string, isSelected: boolean) => {
    const next = new Set(ids)
    if (isSelected) next.add(id)
    else next.delete(id)
    setIds(next)
  }
  const restoreOne = (task: DeletedTask, at: number) => {
    onRestore([task])
    // The focused button disappears with its row, so the focus moves to the row that takes its place.
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll('button') ?? []
      ;(buttons[at] ?? buttons[buttons.length - 1])?.focus()
    })
  }
  const restoreSelected = () => {
    // The focused button disappears once nothing is selected.
    all.current?.focus()
    setIds(new Set())
    onRestore(selected)
  }
  return (
    <section aria-label={words.list} className="card overflow-clip">
      <div className="sticky top-0 z-10 flex min-h-13 items-center gap-3 border-line border-b bg-surface px-4 py-2">
        <label className="flex cursor-pointer items-center gap-3 text-sm">
          <input
            type="checkbox"
            className="size-4"
            checked={isAll}
            ref={all}
            onChange={(event) => setIds(new Set(event.target.checked ? tasks.map(({ id }) => id) : []))}
          />
          {selected.length > 0 ? words.selected(selected.length) : words.selectAll}
        </label>
        {selected.length > 0 && (
          <Button variant="primary" icon={Undo2} className="ml-auto" onClick={restoreSelected}>
            {words.restoreMany(selected.length)}
          </Button>
        )}
      </div>
      <ul ref={list} className="divide-y divide-line">
        {tasks.map((task, at) => (
          <TrashRow
            key={task.id}
            task={task}
            isSelected={ids.has(task.id)}
            onSelect={(isSelected) => select(task.id, isSelected)}
            onRestore={() => restoreOne(task, at)}
          />
        ))}
      </ul>
    </section>
  )
}
