/** The types that clients need. `client.d.ts` is bundled from this file. */
export type { ErrorCode, Issue } from './core/errors.ts'
export type { ErrorData, ErrorShape } from './core/trpc.ts'
export type { AppRouter } from './router.ts'
