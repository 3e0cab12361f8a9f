import type { Run } from '@tandem/db/types'
import { readByKey } from '../../resource/statement.ts'

const TIME_ZONE = readByKey<{ timeZone: string }>({
  name: 'revisions.time-zone',
  table: 'revisions',
  key: [{ column: 'user_id', type: 'uuid' }],
  select: 'time_zone AS "timeZone"',
})

/** The time zone of a user. Undefined where the account is gone. */
export async function timeZoneOf(run: Run, userId: string): Promise<string | undefined> {
  const [row] = await run(TIME_ZONE, [userId])
  return row?.timeZone
}
