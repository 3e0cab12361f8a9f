import type { ComponentType } from 'react'

/** What the app knows of the page of a resource before it is loaded. */
export interface ResourceEntry {
  /** As the router matches it: `/tasks/:taskId/notes`. */
  path: string
  /** The router's key of the resource that it is below. */
  parent?: string
  /** Only administrators may read it. */
  isForAdmins?: boolean
  load: () => Promise<{ default: ComponentType }>
}

/** A page below the rows of a resource. */
export interface SubPage {
  title: string
  /** Where it is for one row. */
  hrefOf: (id: string) => string
}
