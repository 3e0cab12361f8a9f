import type { Db } from '@tandem/db/types'

/**
 * Begins a new epoch and resolves to it. A restore or an import does this before the server serves again: a client may have
 * seen revisions that the restored database counts anew, and is told to start from 0 by the changed epoch. Processes need not
 * be told, since the epoch is read together with the changes.
 */
export async function beginEpoch(db: Db): Promise<string> {
  const [row] = await db.$queryRaw<{ epoch: string }[]>`SELECT begin_epoch() AS epoch`
  return row?.epoch ?? ''
}
