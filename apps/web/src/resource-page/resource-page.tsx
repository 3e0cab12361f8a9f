import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { Plus, Rows3 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link } from 'wouter'
import { useTRPC } from '../api/trpc.ts'
import { titleOf } from '../english/common.ts'
import { notFound } from '../english/not-found.ts'
import { resourcePage as words } from '../english/resource-page.ts'
import { useActions } from '../keyboard/use-commands.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { focusWhenRendered } from '../ui/focus-when-rendered.ts'
import { LoadMore } from '../ui/load-more.tsx'
import type { AnyFields, Definition, Parent, Row } from './definition.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { RowDialog } from './form/row-dialog.tsx'
import { FilterBar } from './list/filter-bar.tsx'
import { isFiltered, useListQuery } from './list/list-query.ts'
import { RowList } from './list/row-list.tsx'
import { useRowKeys } from './list/use-row-keys.ts'
import { useRows } from './list/use-rows.ts'
import { useRowLabel } from './related-rows.ts'

/** The page of a resource: its list, and dialogs that show, add, change and delete its rows. */
export function ResourcePage<
  Fields extends AnyFields,
  Filter extends keyof Fields & string = never,
  Range extends keyof Fields & string = never,
>(definition: Definition<Fields, Filter, Range>) {
  const trpc = useTRPC()
  const { data: me, error, refetch } = useQuery(trpc.user.me.queryOptions())
  const { access = {} } = definition
  if (!me) return <LoadingOrError error={error} onRetry={refetch} />
  const isAdmin = me.role === 'admin'
  if (access.read === 'admin' && !isAdmin) return <NotAllowed />
  // The compiler has checked the calls against the fields. From here on a row is one of whatever resource.
  const any = definition as unknown as Definition
  return <Rows definition={access.write === 'admin' && !isAdmin ? readOnly(any) : any} />
}

/** Without the calls that write. */
function readOnly(definition: Definition): Definition {
  const {
    create: _create,
    update: _update,
    replace: _replace,
    remove: _remove,
    actions: _actions,
    ...rest
  } = definition
  return rest
}

/** The open dialog: of a new row, or of one that there is. */
type Opened = { row: Row | undefined } | undefined

function Rows({ definition }: { definition: Definition }) {
  const { words: own, create, remove, parent, hasSearch } = definition
  const { query, change, clear } = useListQuery(definition)
  const list = useRows(definition, query)
  const { rows } = list
  const [opened, setOpened] = useState<Opened>()
  const [deleted, setDeleted] = useState<Row>()
  const region = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const add = () => setOpened({ row: undefined })
  useActions(own.title, [
    ...(create ? [{ label: words.create(own.one), keys: ['n'], run: add }] : []),
    ...(hasSearch
      ? [{ label: words.search(own.title), keys: ['/'], run: () => search.current?.focus() }]
      : []),
  ])
  useRowKeys({ region, rows: rows ?? [], ...(remove && { onDelete: setDeleted }) })
  return (
    <div ref={region} className="grid grid-cols-1 gap-5">
      <title>{titleOf(own.title)}</title>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 grow">
          <h1 className="font-semibold text-2xl tracking-tight">{own.title}</h1>
          {parent && <ParentLink parent={parent} />}
        </div>
        {create && (
          <Button variant="primary" icon={Plus} onClick={add}>
            {words.create(own.one)}
          </Button>
        )}
      </header>
      <FilterBar definition={definition} query={query} onChange={change} onClear={clear} searchRef={search} />
      <LoadedRows
        definition={definition}
        list={list}
        isFiltered={isFiltered(query)}
        onClear={clear}
        onOpen={(row) => setOpened({ row })}
        onDelete={setDeleted}
      />
      {opened && (
        <RowDialog
          key={opened.row?.id ?? ''}
          definition={definition}
          row={latest(opened.row, rows)}
          onClose={() => setOpened(undefined)}
          onDelete={setDeleted}
          onChangedElsewhere={(row) => setOpened({ row })}
        />
      )}
      {deleted && (
        <DeleteDialog
          definition={definition}
          row={latest(deleted, rows) ?? deleted}
          onClose={() => setDeleted(undefined)}
          onDeleted={() => {
            setOpened(undefined)
            focusNeighbour(region.current, rows ?? [], deleted)
          }}
        />
      )}
    </div>
  )
}

/** A row as it was read last: with its dialog, or with the list. */
function latest(row: Row | undefined, rows: readonly Row[] = []): Row | undefined {
  const listed = rows.find(({ id }) => id === row?.id)
  return row && listed && listed.version > row.version ? listed : row
}

interface LoadedRowsProps {
  definition: Definition
  list: ReturnType<typeof useRows>
  isFiltered: boolean
  onClear: () => void
  onOpen: (row: Row) => void
  onDelete: (row: Row) => void
}

/** The loaded part of the list, or why there is none. */
function LoadedRows({ definition, list, isFiltered, onClear, ...on }: LoadedRowsProps) {
  const { rows, error, hasNextPage, isFetchingNextPage, isFetchNextPageError } = list
  if (!rows) return <LoadingOrError error={error} onRetry={list.refetch} />
  return (
    <div
      className={clsx('grid grid-cols-1 gap-4', list.isPlaceholderData && 'opacity-60 transition-opacity')}
    >
      {rows.length > 0 ? (
        <RowList definition={definition} rows={rows} {...on} />
      ) : isFiltered ? (
        <Empty icon={Rows3} {...words.noMatch}>
          <Button onClick={onClear}>{words.clear}</Button>
        </Empty>
      ) : (
        <Empty icon={Rows3} title={words.empty.title} text={words.empty.text(definition.words.one)} />
      )}
      {hasNextPage && (
        <LoadMore
          isLoading={isFetchingNextPage}
          error={isFetchNextPageError ? error : null}
          onMore={() => void list.fetchNextPage()}
        />
      )}
    </div>
  )
}

/** The row that takes the place of a deleted one, or the heading's button. */
function focusNeighbour(region: HTMLElement | null, rows: readonly Row[], deleted: Row) {
  const at = rows.findIndex(({ id }) => id === deleted.id)
  const next = rows[at + 1] ?? rows[at - 1]
  focusWhenRendered(() => region?.querySelector<HTMLElement>(`[data-row="${next?.id}"]`), {
    fallback: () => region?.querySelector<HTMLElement>('header button'),
  })
}

function ParentLink({ parent }: { parent: Parent }) {
  const { name, id, label: labelIn } = parent
  const label = useRowLabel({ name, label: (_, signal) => labelIn(signal) }, id)
  return (
    <p className="truncate text-soft text-sm">
      {label !== undefined && (
        <Link href={parent.href} className="underline">
          {words.of(label)}
        </Link>
      )}
    </p>
  )
}

function NotAllowed() {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 py-16 text-center">
      <h1 className="font-semibold text-2xl tracking-tight">{words.notAllowed.title}</h1>
      <p className="text-soft">{words.notAllowed.text}</p>
      <Link href="/" className="mt-2 font-medium text-accent underline">
        {notFound.home}
      </Link>
    </div>
  )
}
