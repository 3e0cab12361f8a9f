import pg from 'pg'

/** Settings of a session, by their names, in the order in which they are made. */
export type Settings = readonly (readonly [name: string, value: string])[]

/** Told by {@link keepsSettings}, and means nothing to PostgreSQL. */
const MARK = ['tandem.session', 'own'] as const

/** As the startup parameter `options`: `-c name=value …`. */
export function asOptions(settings: Settings): string {
  return [...settings, MARK]
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, '\\$&')}`)
    .join(' ')
}

/** As statements, for the transaction that they are part of. */
export function asStatements(settings: Settings): string {
  return settings.map((setting) => `SET LOCAL ${setting[0]} = ${literals(setting)}`).join('; ')
}

/** Settings that are lists of names. */
const LISTS = ['search_path', 'datestyle', 'temp_tablespaces', 'local_preload_libraries']

/** An entry of a list, which may be quoted as names in SQL are. */
const ENTRY = /"((?:""|[^"])*)"|[^,\s]+/g

/** A list has a literal for each of its entries. */
function literals([name, value]: Settings[number]): string {
  if (!LISTS.includes(name.toLowerCase())) return pg.escapeLiteral(value)
  const entries = [...value.matchAll(ENTRY)].map(
    ([plain, quoted]) => quoted?.replaceAll('""', '"') ?? plain.toLowerCase(),
  )
  return (entries.length > 0 ? entries : ['']).map((entry) => pg.escapeLiteral(entry)).join(', ')
}

/** The settings in a text such as {@link asOptions} makes. What else is in it is left out. */
export function fromOptions(options: string): Settings {
  const found = options.matchAll(/(?:^|\s)(?:-c\s*|--)([\w.-]+)=((?:\\.|[^\\\s])*)/g)
  return [...found].map(([, name = '', value = '']) => [
    name.replaceAll('-', '_'),
    value.replaceAll(/\\(.)/g, '$1'),
  ])
}

/** Whether a connection has the settings that it asked for as {@link asOptions}. Poolers may refuse or ignore them. */
export async function keepsSettings(pool: pg.Pool): Promise<boolean> {
  const [name, value] = MARK
  const { rows } = await pool.query<{ mark: string | null }>({
    text: 'SELECT current_setting($1, true) AS mark',
    values: [name],
  })
  return rows[0]?.mark === value
}
