import { Link } from 'wouter'
import { resourcePage as words } from '../english/resource-page.ts'
import type { SubPage } from './entry.ts'

/** Links to the pages below a row. */
export function SubPageLinks({ pages, id }: { pages: readonly SubPage[]; id: string }) {
  if (pages.length === 0) return null
  return (
    <nav aria-label={words.below} className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {pages.map(({ title, hrefOf }) => (
        <Link
          key={title}
          href={hrefOf(id)}
          className="inline-flex min-h-8 items-center font-medium text-accent underline"
        >
          {title}
        </Link>
      ))}
    </nav>
  )
}
