import { digestOf, newSecret } from '../core/fields/secret.ts'

/** The path under which the server serves calendars. */
export const CALENDAR_PREFIX = '/calendar'

/** A new secret address, and the hash that is stored of it. */
export function generateToken(): { path: string; tokenHash: Uint8Array<ArrayBuffer> } {
  const token = newSecret()
  return { path: `${CALENDAR_PREFIX}/${token}.ics`, tokenHash: digestOf(token) }
}

/** The hash of the token in a file name, `<token>.ics`. Undefined if the name has another form. */
export function tokenHashOf(file: string): Uint8Array<ArrayBuffer> | undefined {
  const token = /^([\w-]{43})\.ics$/.exec(file)?.[1]
  return token === undefined ? undefined : digestOf(token)
}
