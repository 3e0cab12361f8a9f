/** Where the two APIs are. */
export const REST_PREFIX = '/api/v1'
export const TRPC_PREFIX = '/trpc'
