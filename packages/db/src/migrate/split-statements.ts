/** Comments, texts, names in quotes, bodies of functions, and what is between them. A semicolon by itself ends a statement. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|E'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|;|\w+|\s+|[\s\S]/gi

/** The statements of a migration, without what is only comments. It knows no function bodies of the form `BEGIN ATOMIC`. */
export function splitStatements(script: string): string[] {
  const statements: string[] = []
  let statement = ''
  for (const [token] of script.matchAll(TOKEN)) {
    if (token === ';') {
      statements.push(statement.trim())
      statement = ''
    } else if (!/^(--|\/\*)/.test(token)) statement += token
  }
  return [...statements, statement.trim()].filter((text) => text !== '')
}
