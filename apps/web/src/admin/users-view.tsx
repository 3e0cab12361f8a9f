import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { useTRPC } from '../api/trpc.ts'
import { admin as words } from '../english/account/admin.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { Button } from '../ui/button.tsx'
import { Pager } from './pager.tsx'
import { UserFilters } from './user-filters.tsx'
import { UserList } from './user-list.tsx'
import { inputOf, isFiltered, useUserQuery } from './user-query.ts'

export function UsersView({ myId }: { myId: string }) {
  const trpc = useTRPC()
  const { query, filter, clear } = useUserQuery()
  const { data, error, refetch, isPlaceholderData } = useQuery(
    trpc.admin.listUsers.queryOptions(inputOf(query), { placeholderData: keepPreviousData }),
  )
  return (
    <div className="grid grid-cols-1 gap-5">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="font-semibold text-2xl tracking-tight">{words.title}</h1>
        <p role="status" className="text-soft text-sm">
          {data && words.count(data.page.totalCount)}
        </p>
      </header>
      <UserFilters query={query} onChange={filter} {...(isFiltered(query) && { onClear: clear })} />
      {!data ? (
        <LoadingOrError error={error} onRetry={refetch} />
      ) : (
        <div className={clsx('grid grid-cols-1 gap-4', isPlaceholderData && 'opacity-60 transition-opacity')}>
          {data.data.length > 0 ? (
            <UserList users={data.data} myId={myId} />
          ) : data.page.totalCount === 0 ? (
            <NoMatch onClear={clear} />
          ) : (
            <Button className="justify-self-start" onClick={() => filter({ offset: 0 })}>
              {words.first}
            </Button>
          )}
          <Pager query={query} shown={data.data.length} total={data.page.totalCount} />
        </div>
      )}
    </div>
  )
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <div className="card grid justify-items-center gap-2 px-6 py-14 text-center">
      <h2 className="font-semibold text-lg">{words.none.title}</h2>
      <p className="text-soft">{words.none.text}</p>
      <Button className="mt-2" onClick={onClear}>
        {words.clear}
      </Button>
    </div>
  )
}
