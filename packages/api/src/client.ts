/** What a client needs of this package, and all that `client.d.ts` is made of: types alone. */
export type { ErrorCode, Issue } from './core/errors.ts'
export type { ErrorData, ErrorShape } from './core/trpc.ts'
export type { AppRouter } from './router.ts'
