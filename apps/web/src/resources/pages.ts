import { resourceTitles } from '../english/resources/titles.ts'
import type { ResourceEntry, SubPage } from './entry.ts'

/** The pages of resources, by the router's key. Each has its route, and its entry in the navigation and the palette, from here. */
export const resourcePages: Readonly<Record<string, ResourceEntry>> = {}

/** The pages below the rows of a resource. */
export const subPagesOf = (name: string): SubPage[] =>
  Object.entries(resourcePages)
    .filter(([, page]) => page.parent === name)
    .map(([key, { path }]) => ({
      title: resourceTitles[key] ?? key,
      hrefOf: (id) => path.replace(/:\w+/, id),
    }))
