import { createHash, randomBytes } from 'node:crypto'

/** 256 bits, as 43 characters that may stand in a URL. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored in a secret's place: a plain digest is enough, since there is nothing to guess in 256 random bits. */
export function digestOf(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}

const MINUTE = 60_000

/** Whether a use is to be noted: once a minute, so that reading does not cost a write each time. */
export function isUseToNote(lastUsedAt: Date | null, now: Date): boolean {
  return !lastUsedAt || now.getTime() - lastUsedAt.getTime() >= MINUTE
}
