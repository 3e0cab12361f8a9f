import type { AppRouter } from '@tandem/api'
import type { TRPCClientError, TRPCLink } from '@trpc/client'
import type { Credential, Session } from '../session/session.ts'
import { withContext } from './context.ts'
import { backoff, wait } from './delay.ts'
import { statusOf } from './failure.ts'
import { type Repetition, repeatLink } from './repeat.ts'

type StreamError = TRPCClientError<AppRouter>
type Result = Parameters<Repetition['onResult'] & object>[0]

const MAX_BACKOFF_MS = 30_000
/** A stream that lived so long was in order, so that the next attempt is made soon. */
const LIVED_MS = 1_000

/** Errors after which a stream may be had later. Others, such as `RESYNC_REQUIRED`, are the caller's to handle. */
const PASSING = new Set(['RATE_LIMITED', 'SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'])

/**
 * Opens a subscription again, after the last event that it brought, when its token ends or its connection is lost: for as
 * long as the caller wants it.
 */
export function resumeLink(session: Session): TRPCLink<AppRouter> {
  return repeatLink((op) => {
    const position = createPosition(op.input)
    const authorized = createAuthorization(session)
    let openedAt = 0
    let hasBegun = false
    let failures = 0
    return {
      async prepare() {
        openedAt = Date.now()
        hasBegun = false
        return withContext({ ...op, input: position.input() }, { credential: await authorized.credential() })
      },
      onResult(result) {
        hasBegun ||= result.type === 'started'
        position.follow(result)
      },
      async isRepeated({ error, signal }) {
        const isRefused = authorized.isRefused(error)
        // The end of a token is no failure of the stream, however short its life was.
        const wasInOrder = Date.now() - openedAt > LIVED_MS || (isRefused && hasBegun)
        failures = wasInOrder ? 0 : failures + 1
        if (!isRefused && !isPassing(error)) return false
        await wait(backoff(failures, MAX_BACKOFF_MS), signal)
        return true
      },
    }
  })
}

/** The credential of a stream, which gets another one with the attempt that follows a refusal. */
function createAuthorization(session: Session) {
  let credential: Credential | undefined
  let refusal: StreamError | undefined
  return {
    /** @throws the server's refusal if there is no other credential, or what the session throws. */
    async credential(): Promise<Credential | undefined> {
      if (refusal && !(credential && (await session.renew(credential)))) throw refusal
      refusal = undefined
      credential = await session.credential({ isPublic: false })
      return credential
    },
    /** Whether the server has refused the credential, and another one is to be tried. */
    isRefused(error: StreamError): boolean {
      if (error.data?.error !== 'UNAUTHORIZED' || error === refusal) return false
      refusal = error
      return true
    },
  }
}

/** Where a subscription is, as the input that continues there. */
function createPosition(input: unknown) {
  let last: { lastEventId: string; epoch?: string } | undefined
  return {
    input(): unknown {
      // As tRPC's own links continue: an input without fields has no room for a position.
      const hasRoom = input === undefined || input === null || isObject(input)
      return last && hasRoom ? { ...input, ...last } : input
    },
    follow(result: Result): void {
      if (!('id' in result) || typeof result.id !== 'string') return
      // A restored database counts anew, and refuses a position of another epoch.
      const epoch = epochIn(result.data)
      last = { lastEventId: result.id, ...(epoch !== undefined && { epoch }) }
    },
  }
}

/** The epoch of an event, which tRPC has with its id: `{ id, data }`. */
function epochIn(tracked: unknown): string | undefined {
  const event = isObject(tracked) ? tracked.data : undefined
  return isObject(event) && typeof event.epoch === 'string' ? event.epoch : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** An event of the server tells its error; otherwise no stream was opened, with a status or without. */
function isPassing(error: StreamError): boolean {
  if (error.data) return PASSING.has(error.data.error)
  const status = refusedStatusOf(error.cause) ?? statusOf(error)
  return status === undefined || status === 429 || status >= 500
}

/** The status that is in the event with which an `EventSource` gives up. */
function refusedStatusOf(cause: unknown): number | undefined {
  return cause instanceof Event && 'code' in cause && typeof cause.code === 'number' ? cause.code : undefined
}
