import { createContext, use } from 'react'
import type { SubPage } from './entry.ts'

/** The pages below the rows of a resource. In a context, because pages that show them are among those that are listed. */
export const SubPagesContext = createContext<(of: string) => SubPage[]>(() => [])

export const useSubPages = (of: string) => use(SubPagesContext)(of)
