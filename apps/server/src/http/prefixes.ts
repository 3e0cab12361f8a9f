export { CALENDAR_PREFIX } from '@tandem/api'

/** Where the two APIs are. */
export const REST_PREFIX = '/api/v1'
export const TRPC_PREFIX = '/trpc'

/** Where a browser signs in, refreshes and signs out: the one path that its cookie is sent to. */
export const SESSION_PREFIX = '/session'
