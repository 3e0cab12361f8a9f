import type { Context } from '../core/context.ts'
import { tooMany } from '../core/errors.ts'

/** Counts an attempt at a password, against whoever may be guessing: an address, or a user with a stolen token. */
export async function countAttempt(
  { takeFromLimit }: Pick<Context, 'takeFromLimit'>,
  of: string,
): Promise<void> {
  if (!(await takeFromLimit('attempts', of, 1))) throw tooMany()
}
