import type { Database, Db, Run, WritesOf } from '@tandem/db/types'
import type { Files } from '../file/storage/files.ts'
import type { AccessTokens } from '../identity/credentials/access-token.ts'
import type { ApiKeys } from '../identity/credentials/api-key.ts'
import type { RefreshTokens } from '../identity/credentials/refresh-token.ts'
import type { LinkTokens } from '../identity/links/link-token.ts'
import type { Revocations } from '../identity/sessions/revocations.ts'
import type { Jobs } from '../jobs/queue.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Idempotency } from '../persistence/idempotency.ts'
import type { Signer } from '../persistence/signer.ts'
import type { Transact } from '../persistence/transaction.ts'
import type { Answers } from '../resource/cache/answers.ts'
import type { TaskFeed } from '../task/sync/feed.ts'
import type { CallObserver } from './observer.ts'

/** Everything procedures depend on. The application creates it once and injects it; only types are imported here. */
export interface Services {
  db: Db
  /** Prepared statements over the pool of `db`, for hot paths. Reads by key in one turn of the event loop are batched. */
  run: Run
  /** The same for writes to one user's rows: concurrent writes share a commit. */
  writesOf: WritesOf
  /** Transactions of more than one statement. `db.$transaction` would take a connection before it waits. */
  transact: Transact
  turns: Database['turns']
  apiKeys: ApiKeys
  accessTokens: AccessTokens
  refreshTokens: RefreshTokens
  revocations: Revocations
  idempotency: Idempotency
  cursorSigner: Signer
  answers: Answers
  taskFeed: TaskFeed
  files: Files
  jobs: Jobs
  mailer: Mailer
  linkTokens: LinkTokens
  /** Where people reach the server, without a slash at the end. Links in mails begin with it, and never with what a request says. */
  appUrl: string
  /** Nobody signs in before they have shown that their e-mail address is theirs. */
  requireVerifiedEmail: boolean
  /** The database's time, so that all processes agree. Times are compared with this, and with no other clock. */
  clock: () => Date
  /** Sees every call. The application fills it in. */
  observer: CallObserver
}
