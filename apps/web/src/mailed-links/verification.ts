import { client } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { createObservable, useObservable } from '../observable.ts'

/** What became of the link with this token. */
export type Verification = { token: string } & (
  | { status: 'running' }
  | { status: 'verified' }
  /** Without a problem, the server was not reached. */
  | { status: 'failed'; problem: Problem | undefined }
)

const verification = createObservable<Verification | undefined>(undefined)

/**
 * Verifies the address that a link was mailed to. A link works once, so the result is kept outside of the page: rendered again,
 * it would fail. Only a failed attempt is repeated.
 */
export async function verifyAddress(token: string): Promise<void> {
  const current = verification.get()
  if (current?.token === token && current.status !== 'failed') return
  verification.set({ token, status: 'running' })
  try {
    await client.auth.verifyEmail.mutate({ token })
    verification.set({ token, status: 'verified' })
  } catch (error) {
    verification.set({ token, status: 'failed', problem: problemOf(error) })
  }
}

export function useVerification(): Verification | undefined {
  return useObservable(verification)
}
