import { otherNameOf, ZONE_NAMES } from '@tandem/db/time-zones'
import type { Db } from '@tandem/db/types'
import { invalidInput } from '../core/errors.ts'

/**
 * PostgreSQL takes these for abbreviations, without summer time. Everywhere else they are time zones with summer time.
 */
const MISREAD = /^(CET|EET|MET|WET)$/i

/**
 * The name by which the database knows a time zone: the given one, or else another name of the same, since databases differ in
 * which old names they know, and browsers still tell some. @throws UNPROCESSABLE_CONTENT where there is none
 */
export async function zoneInDatabase(db: Db, timeZone: string): Promise<string> {
  if (timeZone === 'UTC') return timeZone
  if (!MISREAD.test(timeZone)) {
    const [row] = await db.$queryRaw<{ isKnown: boolean }[]>`SELECT knows_time_zone(${timeZone}) AS "isKnown"`
    if (row?.isKnown) return timeZone
  }
  const other = otherNameOf(timeZone, await zoneNames(db))
  if (other === undefined)
    throw invalidInput(['timeZone'], 'is unknown to the database: name another city of the same zone')
  return other
}

/** By database. Reading them takes one a tenth of a second, and anybody may ask for it. */
const namesIn = new WeakMap<Db, string[]>()

async function zoneNames(db: Db): Promise<string[]> {
  const known = namesIn.get(db)
  if (known) return known
  const rows = await db.$queryRawUnsafe<{ name: string }[]>(ZONE_NAMES)
  const names = rows.map(({ name }) => name)
  namesIn.set(db, names)
  return names
}
