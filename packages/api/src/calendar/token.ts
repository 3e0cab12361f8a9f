import { digestOf, newSecret } from '../core/secret.ts'

/** Where the server answers calendars. */
export const CALENDAR_PREFIX = '/calendar'

/** A new address, and what is stored of it. */
export function generateToken(): { path: string; tokenHash: Uint8Array<ArrayBuffer> } {
  const token = newSecret()
  return { path: `${CALENDAR_PREFIX}/${token}.ics`, tokenHash: digestOf(token) }
}

/** What is stored of the token in a file's name, `<token>.ics`; undefined where the name is none of ours. */
export function tokenHashOf(file: string): Uint8Array<ArrayBuffer> | undefined {
  const token = /^([\w-]{43})\.ics$/.exec(file)?.[1]
  return token === undefined ? undefined : digestOf(token)
}
