import { createHash, randomBytes } from 'node:crypto'

/** A random secret of 256 bits: 43 characters that are safe in a URL. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored instead of a secret. A plain digest is enough, since 256 random bits cannot be guessed. */
export function digestOf(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}

const MINUTE = 60_000

/** Whether to update `lastUsedAt`: once a minute, so that not every read costs a write. */
export function shouldRecordUse(lastUsedAt: Date | null, now: Date): boolean {
  return !lastUsedAt || now.getTime() - lastUsedAt.getTime() >= MINUTE
}
