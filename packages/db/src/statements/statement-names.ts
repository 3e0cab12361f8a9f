import { createHash } from 'node:crypto'

interface Query {
  sql: string
}

/**
 * Names the statements worth keeping prepared: a query gets its name the second time its text is seen, and
 * only the first `limit` texts ever get one. An empty name means "not prepared".
 */
export function statementNames(limit = 400): (query: Query) => string {
  const names = new Map<string, string>()
  const seenOnce = new Set<string>()

  return ({ sql }) => {
    const name = names.get(sql)
    if (name !== undefined) return name
    // Every name is a plan kept by every connection of the server, and lists (`IN ($1, $2, …)`) make texts
    // without end: those that come once must not use up the places of those that come every time.
    if (names.size >= limit) return ''
    if (!seenOnce.delete(sql)) {
      if (seenOnce.size >= limit) seenOnce.clear()
      seenOnce.add(sql)
      return ''
    }
    const made = `tandem_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`
    names.set(sql, made)
    return made
  }
}
