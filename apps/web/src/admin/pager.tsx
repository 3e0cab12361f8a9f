import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { admin as words } from '../english/account/admin.ts'
import { Button } from '../ui/button.tsx'
import { PAGE_SIZE, type UserQuery, writeQuery } from './user-query.ts'

interface PagerProps {
  query: UserQuery
  /** The number of users on this page. */
  shown: number
  total: number
}

/** The position in the list and links to the pages around. Renders nothing for a single page. */
export function Pager({ query, shown, total }: PagerProps) {
  const { offset } = query
  if (total <= PAGE_SIZE && offset === 0) return null
  return (
    <nav aria-label={words.pages} className="flex items-center justify-between gap-3 text-sm">
      <p className="text-soft tabular-nums">{shown > 0 && words.range(offset + 1, offset + shown, total)}</p>
      <div className="flex gap-2">
        <Step query={query} to={offset > 0 ? Math.max(offset - PAGE_SIZE, 0) : undefined}>
          <ChevronLeft size={16} aria-hidden />
          {words.previous}
        </Step>
        <Step query={query} to={offset + shown < total ? offset + PAGE_SIZE : undefined}>
          {words.next}
          <ChevronRight size={16} aria-hidden />
        </Step>
      </div>
    </nav>
  )
}

interface StepProps {
  query: UserQuery
  /** The offset of the page that it links to. Undefined at the first and the last page. */
  to: number | undefined
  children: ReactNode
}

function Step({ query, to, children }: StepProps) {
  if (to === undefined) return <Button disabled>{children}</Button>
  const text = writeQuery({ ...query, offset: to }).toString()
  return (
    <Link
      href={text === '' ? '/admin' : `/admin?${text}`}
      className="inline-flex min-h-9 items-center gap-2 rounded-lg border border-line bg-surface px-3 font-medium hover:bg-hover"
    >
      {children}
    </Link>
  )
}
