/** A JSON value as an SQL literal: that of an object or list is its JSON. */
export function sqlLiteral(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return quotedSql(typeof value === 'string' ? value : JSON.stringify(value))
}

/** A text as an SQL literal, whatever `standard_conforming_strings` says. */
function quotedSql(text: string): string {
  const doubled = text.replaceAll("'", "''")
  return text.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`
}
