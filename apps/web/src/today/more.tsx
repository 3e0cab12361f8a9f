import type { useTaskList } from '../sync/use-sync.tsx'
import { LoadMore } from '../ui/load-more.tsx'

/** Loads more of a list. */
export default function More({ list }: { list: ReturnType<typeof useTaskList> }) {
  return (
    <LoadMore
      isLoading={list.isFetchingNextPage}
      error={list.isFetchNextPageError ? list.error : null}
      onMore={() => void list.fetchNextPage()}
    />
  )
}
