import type { Context } from '../core/context.ts'
import { rateLimited } from '../core/errors.ts'

/** Limits password guessing by `of`: an address, or the id of a user whose access token may be stolen. @throws TOO_MANY_REQUESTS */
export async function countAttempt(
  { takeFromLimit }: Pick<Context, 'takeFromLimit'>,
  of: string,
): Promise<void> {
  if (!(await takeFromLimit('attempts', of, 1))) throw rateLimited()
}
