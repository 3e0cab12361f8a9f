import type { ResourceEntry } from './entry.ts'

/** The pages of resources, by the router's key. Each has its route, and its entry in the navigation and the palette, from here. */
export const resourcePages: Readonly<Record<string, ResourceEntry>> = {}
