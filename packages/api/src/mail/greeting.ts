const MAX_NAME_LENGTH = 60

/** What mail programs turn into links, and what does not print. */
const SUSPICIOUS = /:\/\/|@|\p{L}\.\p{L}|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/**
 * How a mail begins. Anyone can register somebody else's address under any name, so a name that could be read as a message
 * or followed as a link is left out.
 */
export function greeting(name: string): string {
  const isPlain = name.length <= MAX_NAME_LENGTH && !SUSPICIOUS.test(name)
  return isPlain ? `Hello ${name},` : 'Hello,'
}
