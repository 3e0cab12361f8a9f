import type { AppRouter } from '@tandem/api'
import { httpSubscriptionLink, type Operation, TRPCClientError, type TRPCLink } from '@trpc/client'
import { EventSource, type FetchLike } from 'eventsource'
import type { Credential, Session } from '../session/session.ts'
import { backoff, wait } from './delay.ts'
import { type Failure, repeatLink } from './repeat.ts'

const MAX_BACKOFF_MS = 30_000
/** A stream that lived so long was in order, so that the next attempt is made at once. */
const LIVED_MS = 1_000
/** How long the head of an answer may take, in ms. */
const HEAD_TIMEOUT_MS = 30_000

/** Errors after which a stream may be had later. Others, such as `RESYNC_REQUIRED`, are the caller's to handle. */
const PASSING = new Set(['RATE_LIMITED', 'SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'])

/** The context of a stream: the credential with which it was last opened. */
interface Stream {
  credential?: Credential | undefined
}

/**
 * Subscriptions over server-sent events, for as long as the caller wants them: a stream whose token has ended or whose
 * connection is lost is opened again after the last event it brought.
 */
export function subscribeLinks(url: string, session: Session): [TRPCLink<AppRouter>, TRPCLink<AppRouter>] {
  return [
    resumeLink(session),
    httpSubscriptionLink({
      url,
      // Browsers' own EventSource cannot send headers, so that the token would be in the URL; Node 20 has none.
      EventSource,
      eventSourceOptions: ({ op }) => ({ fetch: authorizedFetch(session, op.context.stream as Stream) }),
    }),
  ]
}

function resumeLink(session: Session): TRPCLink<AppRouter> {
  const isRenewed = async ({ credential }: Stream) =>
    credential !== undefined && (await session.renew(credential))
  return repeatLink((op) => {
    const stream: Stream = {}
    let lastEventId: string | undefined
    let openedAt = 0
    let failures = 0
    return {
      async prepare() {
        openedAt = Date.now()
        // A password that is refused ends the subscription here: an EventSource would ask again for ever.
        stream.credential = await session.credential({ isPublic: false })
        return { ...op, input: inputAfter(op, lastEventId), context: { ...op.context, stream } }
      },
      onResult(result) {
        if ('id' in result && typeof result.id === 'string') lastEventId = result.id
      },
      async isRepeated({ error, signal }) {
        failures = Date.now() - openedAt > LIVED_MS ? 0 : failures + 1
        const isRefused = error.data?.error === 'UNAUTHORIZED'
        const mayContinue = isRefused ? await isRenewed(stream) : isPassing(error)
        if (!mayContinue) return false
        // The usual end of a stream is that of its token.
        if (!isRefused || failures > 0) await wait(backoff(failures, MAX_BACKOFF_MS), signal)
        return true
      },
    }
  })
}

/** As tRPC's own retry link continues. */
function inputAfter({ input }: Operation, lastEventId: string | undefined): unknown {
  if (lastEventId === undefined || (input !== undefined && input !== null && typeof input !== 'object'))
    return input
  return { ...input, lastEventId }
}

/** An event of the server tells its error; otherwise the connection was refused, with a status or without. */
function isPassing({ data, cause }: Failure['error']): boolean {
  if (data) return PASSING.has(data.error)
  const status = cause && 'code' in cause ? Number(cause.code) : Number.NaN
  return Number.isNaN(status) || status === 429 || status >= 500
}

/** Opens, and opens again, with the credential of the moment. */
function authorizedFetch(session: Session, stream: Stream): FetchLike {
  return async (url, init) => {
    try {
      stream.credential = await session.credential({ isPublic: false })
    } catch (error) {
      // Refused, and not only out of reach: an answer that ends the EventSource.
      if (error instanceof TRPCClientError && error.data) return new Response(null, { status: 401 })
      throw error
    }
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new DOMException('No answer', 'TimeoutError')), HEAD_TIMEOUT_MS)
    const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal
    try {
      return await fetch(url, { ...init, headers: { ...init.headers, ...stream.credential }, signal })
    } finally {
      clearTimeout(timer)
    }
  }
}
