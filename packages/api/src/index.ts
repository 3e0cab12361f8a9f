export { createApiKeys } from './api-key/key.ts'
export { scope } from './api-key/schema.ts'
export { type AccessTokenOptions, createAccessTokens, type SessionUser } from './auth/access-token.ts'
export { OAuthError, type OAuthErrorCode } from './auth/oauth-error.ts'
export { hashPassword } from './auth/password.ts'
export { createRefreshTokens, type RefreshTokenOptions } from './auth/refresh-token.ts'
export { followRevocations, type Revocations } from './auth/revocations.ts'
export { signInInput } from './auth/schema.ts'
export { endSessionOf, sessionEnd } from './auth/session-of-token.ts'
export { type OpenCalendar, openCalendar } from './calendar/feed.ts'
export { CALENDAR_PREFIX } from './calendar/token.ts'
export {
  type Call,
  type Context,
  createConnectionContext,
  createContext,
  type Services,
  type TakeFromLimit,
} from './core/context.ts'
export { ERROR_STATUS, type ErrorCode, type ErrorReport, reportError, tooMany } from './core/errors.ts'
export type { Scope } from './core/scopes.ts'
export type { ErrorData, ErrorShape, Meta } from './core/trpc.ts'
export { createIdempotency } from './persistence/idempotency.ts'
export { type Purged, purge } from './persistence/purge.ts'
export { createSeal } from './persistence/seal.ts'
export { type AppRouter, appRouter } from './router.ts'
export { openTaskFeed } from './task/sync/feed.ts'
