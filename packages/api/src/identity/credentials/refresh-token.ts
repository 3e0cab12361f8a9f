import { createHmac, hkdfSync } from 'node:crypto'
import { digestOf, newSecret } from '../../core/fields/secret.ts'

export interface RefreshTokenOptions {
  /** At least 32 bytes. The key is derived from it, so it may be the secret that signs access tokens. */
  secret: string
  /** Recognises successors that were made before `secret` replaced it. */
  previousSecret?: string | undefined
  /** Absolute lifetime of a session in seconds; rotation does not extend it. */
  ttl: number
}

export interface RefreshTokens {
  /** Absolute lifetime of a session in seconds. */
  readonly ttl: number
  create(): string
  /**
   * Derives the token's one successor, so that a lost answer can be repeated although only hashes are stored. The first is
   * the one to create; a token that was spent with the previous secret has the second.
   */
  successorsOf(token: string): [string, ...string[]]
  /** What is stored instead of the token. */
  hash(token: string): Uint8Array<ArrayBuffer>
}

/** Opaque refresh tokens of 256 bits, each the HMAC of its predecessor. */
export function createRefreshTokens({ secret, previousSecret, ttl }: RefreshTokenOptions): RefreshTokens {
  const derive = (from: string) => {
    const key = Buffer.from(hkdfSync('sha256', from, '', 'tandem refresh token', 32))
    return (token: string) => createHmac('sha256', key).update(token).digest('base64url')
  }
  const successor = derive(secret)
  const earlier = previousSecret === undefined ? undefined : derive(previousSecret)
  return {
    ttl,
    create: newSecret,
    successorsOf: (token) => [successor(token), ...(earlier ? [earlier(token)] : [])],
    hash: digestOf,
  }
}
