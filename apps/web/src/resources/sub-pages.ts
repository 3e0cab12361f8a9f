import { resourceTitles } from '../english/resources/titles.ts'
import type { SubPage } from './entry.ts'
import { resourcePages } from './pages.ts'

/** The pages below the rows of a resource. */
export const subPagesOf = (name: string): SubPage[] =>
  Object.entries(resourcePages)
    .filter(([, page]) => page.parent === name)
    .map(([key, { path }]) => ({
      title: resourceTitles[key] ?? key,
      hrefOf: (id) => path.replace(/:\w+/, id),
    }))
