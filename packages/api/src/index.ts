export { scope } from './api-key/schema.ts'
export { OAuthError, type OAuthErrorCode } from './auth/oauth-error.ts'
export { signInInput } from './auth/schema.ts'
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
export { type AccessTokenOptions, createAccessTokens, type SessionUser } from './identity/access-token.ts'
export { createApiKeys } from './identity/api-key.ts'
export { hashPassword } from './identity/password.ts'
export { createRefreshTokens, type RefreshTokenOptions } from './identity/refresh-token.ts'
export { followRevocations, type Revocations } from './identity/revocations.ts'
export { endSessionOf, sessionEnd } from './identity/session-of-token.ts'
export { createIdempotency } from './persistence/idempotency.ts'
export { createSeal } from './persistence/seal.ts'
export { type Purged, purge } from './purge.ts'
export { type AppRouter, appRouter } from './router.ts'
export { openTaskFeed } from './task/sync/feed.ts'
