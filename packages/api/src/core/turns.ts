import type { Context } from './context.ts'

/** What {@link inTurn} needs of a procedure's context. */
export type TurnContext = Pick<Context, 'turns' | 'caller' | 'address' | 'hasLeft'>

/** The queues in which calls of one user, or of one address, wait for each other before they use the database. */
export type TurnKind = 'pages' | 'calls' | 'scans' | 'strangers'

/**
 * Runs work in a turn of the caller, or of their address where nobody has signed in. What waits holds no connection, and does
 * not run once the caller has left. @throws TurnRefused when too many wait, or for too long
 */
export function inTurn<T>(
  { turns, caller, address, hasLeft }: TurnContext,
  kind: TurnKind,
  work: () => Promise<T>,
): Promise<T> {
  return turns[kind].take(caller?.id ?? address, work, hasLeft)
}
