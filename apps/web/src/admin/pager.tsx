import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { admin as words } from '../english/admin.ts'
import { Button } from '../ui/button.tsx'
import { PAGE, type UserQuery, writeQuery } from './user-query.ts'

interface PagerProps {
  query: UserQuery
  /** Users on this page. */
  shown: number
  total: number
}

/** Where one is in a list of pages, and the way to the next; nothing where there is one page. */
export function Pager({ query, shown, total }: PagerProps) {
  const { offset } = query
  if (total <= PAGE && offset === 0) return null
  return (
    <nav aria-label={words.pages} className="flex items-center justify-between gap-3 text-sm">
      <p className="text-soft tabular-nums">{shown > 0 && words.range(offset + 1, offset + shown, total)}</p>
      <div className="flex gap-2">
        <Step query={query} to={offset > 0 ? Math.max(offset - PAGE, 0) : undefined}>
          <ChevronLeft size={16} aria-hidden />
          {words.previous}
        </Step>
        <Step query={query} to={offset + shown < total ? offset + PAGE : undefined}>
          {words.next}
          <ChevronRight size={16} aria-hidden />
        </Step>
      </div>
    </nav>
  )
}

interface StepProps {
  query: UserQuery
  /** The offset it leads to; none at the end. */
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
