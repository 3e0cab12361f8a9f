/**
 * Names by which a database knows time zones. Those without a slash are left out: it would take some of them for abbreviations.
 */
export const ZONE_NAMES = "SELECT name FROM pg_timezone_names WHERE name LIKE '%/%' ORDER BY name"

/** Those of names that were looked up: all of them take a tenth of a second. */
const zoneIds = new Map<string, string | undefined>()

/** Another one of these names for the same time zone. Undefined where there is none. */
export function otherNameOf(timeZone: string, names: readonly string[]): string | undefined {
  const zone = zoneId(timeZone)
  for (const name of names) if (!zoneIds.has(name)) zoneIds.set(name, zoneId(name))
  return zone && names.find((name) => name !== timeZone && zoneIds.get(name) === zone)
}

/** The same for all names of a zone that this process knows. Undefined for other names. */
function zoneId(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
