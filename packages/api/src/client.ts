/** What a client needs of this package, and all that `client.d.ts` is made of: types alone. */
export type { ErrorCode, Issue } from './errors.ts'
export type { AppRouter } from './router.ts'
export type { ErrorData, ErrorShape } from './trpc.ts'
