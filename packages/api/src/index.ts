export { scope } from './api-key/schema.ts'
export { OAuthError } from './auth/oauth-error.ts'
export { signInInput } from './auth/schema.ts'
export { openCalendar } from './calendar/feed.ts'
export { CALENDAR_PREFIX } from './calendar/token.ts'
export type { Call } from './core/call.ts'
export { createConnectionContext, createContext } from './core/context.ts'
export { setErrorRequest } from './core/error-request.ts'
export {
  ERROR_STATUS,
  type ErrorCode,
  type ErrorReport,
  type Issue,
  overloaded,
  rateLimited,
  reportError,
} from './core/errors.ts'
export type { CallObserver, ObservedCall } from './core/observer.ts'
export type { Scope } from './core/scopes.ts'
export type { Services } from './core/services.ts'
export type { ErrorData, ErrorShape, Meta } from './core/trpc.ts'
export { LazyFile } from './file/lazy-file.ts'
export { createFiles } from './file/removals.ts'
export { createDiskStore } from './file/storage/disk-store.ts'
export { type FileStore, type Files, keyOf } from './file/storage/files.ts'
export { createAccessTokens } from './identity/credentials/access-token.ts'
export { createApiKeys } from './identity/credentials/api-key.ts'
export { hashPassword } from './identity/credentials/password.ts'
export { createRefreshTokens } from './identity/credentials/refresh-token.ts'
export { createLinkTokens } from './identity/links/link-token.ts'
export { followRevocations } from './identity/sessions/revocations.ts'
export { endSessionByRefreshToken, sessionExpiry } from './identity/sessions/session-by-refresh-token.ts'
export { defineJob, type Job, type JobContext, PermanentFailure } from './jobs/define-job.ts'
export { countJobs, JOB_STATES, type JobListing, listJobs, retryDeadJob } from './jobs/list.ts'
export { createJobs } from './jobs/queue.ts'
export type { RunReport } from './jobs/workers/runner.ts'
export { startWorkers, type Workers } from './jobs/workers/workers.ts'
export { jobs } from './jobs.ts'
export type { Mail, Mailer } from './mail/mailer.ts'
export {
  createAdmin,
  OperatorError,
  type OperatorServices,
  promote,
  resetPassword,
} from './operator/accounts.ts'
export { createIdempotency } from './persistence/idempotency.ts'
export { createSeal, type Seal } from './persistence/seal.ts'
export { createCursorSigner } from './persistence/signer.ts'
export { createTransact } from './persistence/transaction.ts'
export { createAnswers, longestTtl } from './resource/cache/answers.ts'
export { createMemoryStore } from './resource/cache/memory-store.ts'
export { type AnswerStore, type KeptAnswer, MAX_PARTITION_BYTES } from './resource/cache/store.ts'
export { type AppRouter, appRouter } from './router.ts'
export { beginEpoch } from './task/sync/epoch.ts'
export { openTaskFeed } from './task/sync/feed.ts'
