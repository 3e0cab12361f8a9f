import type { AppRouter } from '@tandem/api'
import type { Operation, TRPCLink } from '@trpc/client'
import { contextOf, withContext } from './context.ts'
import { backoff, wait } from './delay.ts'
import { isTransient, retryAfterOf } from './failure.ts'
import { type Failure, type Repetition, repeatLink } from './repeat.ts'

const MAX_BACKOFF_MS = 5_000
/** The server's limits are per minute. A call that would have to wait longer fails. */
const MAX_RETRY_AFTER_MS = 60_000

/** Features of the account, whose mutations ignore an `Idempotency-Key`, with these exceptions. */
const WITHOUT_KEY = new Set(['admin', 'apiKey', 'auth', 'calendar', 'session', 'user'])
const WITH_KEY = new Set(['apiKey.create', 'calendar.createFeed'])

/**
 * Repeats what may be repeated after a failure: queries, and mutations with an `Idempotency-Key`, which take effect once.
 * It gives a key to every mutation for which the server keeps one.
 */
export function retryLink(retries: number): TRPCLink<AppRouter> {
  return repeatLink((op) => repetitionOf(op, retries))
}

function repetitionOf(op: Operation, retries: number): Repetition {
  const idempotencyKey = contextOf(op).idempotencyKey ?? (takesKey(op) ? randomKey() : undefined)
  const isRepeatable = op.type === 'query' || idempotencyKey !== undefined
  return {
    prepare: () => (idempotencyKey === undefined ? op : withContext(op, { idempotencyKey })),
    async isRepeated({ error, attempt, signal }) {
      if (!isRepeatable || attempt > retries) return false
      const isStillRunning = op.type === 'mutation' && attempt > 1 && error.data?.error === 'CONFLICT'
      if (!isTransient(error) && !isStillRunning) return false
      const delay = delayBefore({ error, attempt, signal })
      if (delay > MAX_RETRY_AFTER_MS) return false
      await wait(delay, signal)
      return true
    },
  }
}

function delayBefore({ error, attempt }: Failure): number {
  return Math.max(retryAfterOf(error) ?? 0, backoff(attempt - 1, MAX_BACKOFF_MS))
}

function takesKey({ type, path, input }: Operation): boolean {
  // A stream can be sent once only.
  if (type !== 'mutation' || input instanceof ReadableStream) return false
  const [feature = ''] = path.split('.', 1)
  return !WITHOUT_KEY.has(feature) || WITH_KEY.has(path)
}

/** `crypto.randomUUID` is missing in pages without TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
