import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { CircleCheckBig, SearchX } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { common } from '../english/common.ts'
import { taskList as words } from '../english/task/list.ts'
import { QuickAdd } from '../quick-add/quick-add.tsx'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { matches } from '../sync/lists/task-order.ts'
import { useTaskList } from '../sync/use-sync.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { retryImport } from '../ui/retry-import.ts'
import { OpenedTask } from './details/opened-task.tsx'
import { useOpenTask } from './details/use-open-task.ts'
import { FilterBar } from './filters/filter-bar.tsx'
import { SelectionBar } from './list/selection-bar.tsx'
import { TaskList } from './list/task-list.tsx'
import type { TaskListHandle } from './list/use-list-focus.ts'
import { useListKeys } from './list/use-list-keys.ts'
import { useSelection } from './list/use-selection.ts'
import { filtersOf, isFiltered, useTaskQuery } from './task-query.ts'
import { useTaskActions } from './use-task-actions.ts'
import { useUnlisted } from './use-unlisted.ts'

const AddedNotice = lazy(retryImport(() => import('./added-notice.tsx')))

interface TaskViewProps {
  /** Only the tasks of a project, which new ones get too. */
  projectId?: string
  /** What comes above the list. `total` is undefined until it is known. */
  header: (total: number | undefined) => ReactNode
}

/** Quick add, the filters and the list of tasks. */
export function TaskView({ projectId, header }: TaskViewProps) {
  const { query, change, clear, hrefOfTag } = useTaskQuery()
  const filters = useMemo(
    () => filtersOf(projectId === undefined ? query : { ...query, project: [projectId] }),
    [query, projectId],
  )
  const list = useTaskList(filters)
  const counted = useTotal(filters)
  const total = list.total ?? counted
  const actions = useTaskActions()
  const unlisted = useUnlisted(list)
  const selection = useSelection(list.tasks)
  const { open } = useOpenTask()
  const [renamed, setRenamed] = useState<string>()
  const handle = useRef<TaskListHandle>(null)
  const search = useRef<HTMLInputElement>(null)
  const filter = useRef<HTMLButtonElement>(null)
  useListKeys({
    list: handle,
    actions,
    selection,
    onOpen: open,
    onRename: setRenamed,
    onSearch: () => search.current?.focus(),
    onFilter: () => filter.current?.click(),
  })

  // A stable function: otherwise a page that failed to load would be requested again on every render.
  const latest = useRef(list)
  latest.current = list
  const loadMore = useCallback(() => {
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = latest.current
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [])

  return (
    <div className="grid grid-cols-1 gap-4">
      {header(total)}
      <QuickAdd projectId={projectId} />
      <FilterBar
        query={query}
        total={total}
        onChange={change}
        onClear={clear}
        searchRef={search}
        filterRef={filter}
        isOfProject={projectId !== undefined}
      />
      {unlisted.id !== undefined && (
        <Suspense>
          <AddedNotice
            id={unlisted.id}
            textOf={(task) => (matches(task, filters) ? words.addedBelow : words.addedHidden)(task.title)}
            clearFor={(task) => (matches(task, filters) ? undefined : clear)}
            onOpen={open}
            onClose={unlisted.forget}
          />
        </Suspense>
      )}
      <SelectionBar selection={selection} actions={actions} />
      {list.isLoaded ? (
        <div className={clsx('transition-opacity', list.isPlaceholderData && 'opacity-60')}>
          {list.tasks.length === 0 ? (
            isFiltered(query) ? (
              <Empty icon={SearchX} {...words.noMatch} />
            ) : (
              <Empty icon={CircleCheckBig} title={words.empty.title} text={words.empty.text}>
                <p className="text-soft text-sm pointer-coarse:hidden">{words.empty.hint}</p>
              </Empty>
            )
          ) : (
            <TaskList
              ref={handle}
              tasks={list.tasks}
              total={total}
              selected={selection.ids}
              renamed={renamed}
              isOfProject={projectId !== undefined}
              hrefOfTag={hrefOfTag}
              actions={actions}
              onSelect={selection.toggle}
              onOpen={open}
              onRename={setRenamed}
              onNearEnd={loadMore}
            />
          )}
        </div>
      ) : list.isError ? (
        <div role="alert" className="card grid justify-items-center gap-3 p-10 text-center">
          <p>{words.failed}</p>
          <Button onClick={() => void list.refetch()}>{common.retry}</Button>
        </div>
      ) : (
        <LoadingOrError error={null} onRetry={list.refetch} />
      )}
      <OpenedTask />
    </div>
  )
}

/** The total number of tasks. A separate query, because pages read by cursor have no count. */
function useTotal(filters: ReturnType<typeof filtersOf>): number | undefined {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.task.list.queryOptions({ ...filters, limit: 1 }))
  return data?.page.totalCount ?? undefined
}
