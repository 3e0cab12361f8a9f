import type { Tokens } from './auth.ts'
import type { Credential } from './session.ts'

/** How long before its expiry a token is renewed, in ms. */
const RENEW_EARLY_MS = 30_000

/** An access token in use. */
export interface Token {
  credential: Credential
  tokens: Tokens
  /** When to renew it, in ms since the epoch: before it expires. */
  renewAt: number
}

/** A token that lives for `lifetime` ms from `issuedAt` on. One that lives shortly is renewed after half of its life. */
export function createToken(tokens: Tokens, issuedAt: number, lifetime: number): Token {
  return {
    credential: { authorization: `Bearer ${tokens.access}` },
    tokens,
    renewAt: issuedAt + Math.max(lifetime - RENEW_EARLY_MS, lifetime / 2),
  }
}

/** A token whose life is in its claims. One without readable claims is used until the server refuses it. */
export function readToken(tokens: Tokens): Token {
  const { iat, exp } = claimsOf(tokens.access)
  if (exp === undefined) return createToken(tokens, 0, Number.POSITIVE_INFINITY)
  const issuedAt = (iat ?? exp - RENEW_EARLY_MS / 1000) * 1000
  return createToken(tokens, issuedAt, exp * 1000 - issuedAt)
}

function claimsOf(jwt: string): { iat?: number; exp?: number } {
  try {
    const [, payload = ''] = jwt.split('.')
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return {}
  }
}
