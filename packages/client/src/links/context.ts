import type { Operation } from '@trpc/client'
import type { Credential } from '../session/session.ts'

/** What the links tell each other about an operation, in tRPC's context. */
export interface CallContext {
  credential?: Credential | undefined
  /** Sent as `Idempotency-Key`. A caller may give its own: `mutate(input, { context: { idempotencyKey } })`. */
  idempotencyKey?: string | undefined
}

export function contextOf({ context }: Operation): CallContext {
  return context
}

/** The operation with more context. */
export function withContext(op: Operation, added: CallContext): Operation {
  return { ...op, context: { ...op.context, ...added } }
}

/** Whether a procedure may be for those who have not signed in yet. */
export function isForAnyone({ path }: Operation): boolean {
  return path.startsWith('auth.')
}
