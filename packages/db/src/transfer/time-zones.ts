import type pg from 'pg'
import { otherNameOf, ZONE_NAMES } from '../time-zones.ts'

const UNKNOWN = `
  SELECT name FROM (SELECT DISTINCT time_zone AS name FROM users) AS zones WHERE NOT knows_time_zone(name) ORDER BY name`

/**
 * Gives time zones that this database does not know another name, since it could write no task that is due a whole day by them: servers
 * differ in which old names they know. @throws where it knows no name of one
 */
export async function renameTimeZones(client: pg.ClientBase): Promise<void> {
  const { rows: unknown } = await client.query<{ name: string }>(UNKNOWN)
  if (unknown.length === 0) return
  const { rows: known } = await client.query<{ name: string }>(ZONE_NAMES)
  const names = known.map(({ name }) => name)
  for (const { name } of unknown) {
    const other = otherNameOf(name, names)
    if (other === undefined)
      throw new Error(
        `a user has the time zone ${JSON.stringify(name.slice(0, 100))}, which this database does not know`,
      )
    for (const table of ['users', 'revisions'])
      await client.query(`UPDATE ${table} SET time_zone = $2 WHERE time_zone = $1`, [name, other])
  }
}
