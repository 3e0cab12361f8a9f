import { createContext, use } from 'react'
import { Link } from 'wouter'
import { resourcePage as words } from '../english/resource-page.ts'
import type { SubPage } from './entry.ts'

/** The pages below the rows of a resource. In a context, because pages that show them are among those that are listed. */
export const SubPagesContext = createContext<(of: string) => SubPage[]>(() => [])

export const useSubPages = (of: string) => use(SubPagesContext)(of)

/** Links to the pages below a row. `of` is the router's key of its resource. */
export function SubPages({ of, id }: { of: string; id: string }) {
  const pages = useSubPages(of)
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
