import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Role } from '@tandem/db/types'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { bearerToken } from '../../core/credentials.ts'
import { role } from '../user-schema.ts'

/** The subject of an access token: a user in one session. */
export interface SessionUser {
  id: string
  role: Role
  sessionId: string
}

export interface AccessTokenOptions {
  /** At least 32 bytes. */
  secret: string
  /** Verifies tokens that were signed before `secret` replaced it. */
  previousSecret?: string | undefined
  issuer: string
  audience: string
  /** Lifetime of a token in seconds. */
  ttl: number
  clock: () => Date
}

interface Verified {
  user: SessionUser
  expiresAt: Date
  error?: never
}

interface Refused {
  user: null
  expiresAt?: never
  error: string
}

type Identity = Verified | Refused | { user: null; expiresAt?: never; error: undefined }

export interface AccessTokens {
  /** Lifetime of a token in seconds. */
  readonly ttl: number
  sign(user: SessionUser): string
  /** Reads an `Authorization` header. Never throws: `error` says why the token is invalid. */
  identify(authorization: string | undefined): Identity
}

/** Each cached token takes about 1 kB. */
const MAX_CACHED_TOKENS = 5000

/** A token without a type is accepted: its signature shows that it is one of ours. RFC 8725, section 3.11. */
const TYPES = ['JWT', 'at+jwt']

const claims = z.object({ sub: z.uuid(), role, sid: z.uuid(), exp: z.number() })

/** Signs and verifies access tokens: JWTs with a fixed algorithm (HS256), issuer and audience. */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { issuer, audience, ttl, clock } = options
  // A KeyObject costs 1/40 of a string, which jsonwebtoken first tries to parse as a public key.
  const keyOf = (secret: string) => createSecretKey(secret, 'utf8')
  const key = keyOf(options.secret)
  const keys = options.previousSecret === undefined ? [key] : [key, keyOf(options.previousSecret)]
  const now = () => Math.floor(clock().getTime() / 1000)

  // Clients send the same token again and again. A valid signature stays valid, so only the expiry is checked each time.
  const verified = new LRUCache<string, Verified>({ max: MAX_CACHED_TOKENS })

  const verify = (token: string): Identity => {
    const result = verified.get(token) ?? verifySignature(token)
    if (result.error !== undefined) return result
    verified.set(token, result)
    const isExpired = now() * 1000 >= result.expiresAt.getTime()
    return isExpired ? { user: null, error: 'The access token has expired' } : result
  }

  const verifySignature = (token: string): Verified | Refused => {
    for (const key of keys) {
      const result = verifyWith(key, token)
      if (result) return result
    }
    return { user: null, error: 'The access token is not valid' }
  }

  /** Undefined for a token that is not signed with this key, or is not for us. */
  const verifyWith = (key: KeyObject, token: string): Verified | Refused | undefined => {
    try {
      const { header, payload } = jwt.verify(token, key, {
        algorithms: ['HS256'],
        issuer,
        audience,
        clockTimestamp: now(),
        ignoreExpiration: true,
        complete: true,
      })
      // The library ignores both. Nothing critical is understood here, and no other kind of JWT is an access token.
      if ('crit' in header || !(header.typ === undefined || TYPES.includes(header.typ))) return undefined
      const parsed = claims.safeParse(payload)
      if (!parsed.success) return { user: null, error: 'The access token lacks a required claim' }
      const { sub, role, sid, exp } = parsed.data
      return { user: { id: sub, role, sessionId: sid }, expiresAt: new Date(exp * 1000) }
    } catch {
      return undefined
    }
  }

  return {
    ttl,
    sign: ({ id, role, sessionId }) => {
      const iat = now()
      return jwt.sign({ role, sid: sessionId, iat, exp: iat + ttl }, key, {
        algorithm: 'HS256',
        subject: id,
        issuer,
        audience,
        jwtid: uuidv7(),
      })
    },
    identify: (authorization) => {
      if (authorization === undefined) return { user: null, error: undefined }
      const token = bearerToken(authorization)
      if (!token) return { user: null, error: 'The Authorization header must read: Bearer <access token>' }
      return verify(token)
    },
  }
}
