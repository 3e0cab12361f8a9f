export { CALENDAR_PREFIX } from '@tandem/api'

/** Paths of the two APIs. */
export const REST_PREFIX = '/api/v1'
export const TRPC_PREFIX = '/trpc'

/** Where a browser signs in, refreshes and signs out. Its cookie is sent to this path alone. */
export const SESSION_PREFIX = '/session'
