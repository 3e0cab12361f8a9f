const MAX_PLAIN_LENGTH = 60

/** What mail programs turn into links, and what does not print. */
const SUSPICIOUS = /:\/\/|@|\p{L}\.\p{L}|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/**
 * Whether what a user typed may be in a mail to an address that nobody has verified. Anyone can register somebody else's
 * address, so it must neither be long enough for a message nor look like a link.
 */
export function isPlain(typed: string): boolean {
  return typed.length <= MAX_PLAIN_LENGTH && !SUSPICIOUS.test(typed)
}

/** How a mail begins. A name that is not plain is left out. */
export function greeting(name: string): string {
  return isPlain(name) ? `Hello ${name},` : 'Hello,'
}
