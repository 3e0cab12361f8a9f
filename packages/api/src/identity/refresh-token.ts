import { createHmac, hkdfSync } from 'node:crypto'
import { digestOf, newSecret } from '../core/secret.ts'

export interface RefreshTokenOptions {
  /** At least 32 bytes. The key is derived from it, so it may be the secret that signs access tokens. */
  secret: string
  /** Absolute lifetime of a session in seconds; rotation does not extend it. */
  ttl: number
}

export interface RefreshTokens {
  /** Absolute lifetime of a session in seconds. */
  readonly ttl: number
  create(): string
  /** Derives the token's one successor, so that a lost answer can be repeated although only hashes are stored. */
  successorOf(token: string): string
  /** What is stored instead of the token. */
  hash(token: string): Uint8Array<ArrayBuffer>
}

/** Opaque refresh tokens of 256 bits, each the HMAC of its predecessor. */
export function createRefreshTokens({ secret, ttl }: RefreshTokenOptions): RefreshTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tandem refresh token', 32))
  return {
    ttl,
    create: newSecret,
    successorOf: (token) => createHmac('sha256', key).update(token).digest('base64url'),
    hash: digestOf,
  }
}
