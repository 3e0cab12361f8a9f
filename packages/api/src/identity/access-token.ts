import { createSecretKey } from 'node:crypto'
import type { Role } from '@tandem/db/types'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { role } from './user-schema.ts'

/** Whom an access token is made for: a user, in one session. */
export interface SessionUser {
  id: string
  role: Role
  sessionId: string
}

export interface AccessTokenOptions {
  /** At least 32 bytes. */
  secret: string
  issuer: string
  audience: string
  /** Lifetime of a token, in seconds. */
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
  /** Lifetime of a token, in seconds. */
  readonly ttl: number
  sign(user: SessionUser): string
  /** Reads an `Authorization` header. Never throws: `error` says why a token that was sent does not count. */
  identify(authorization: string | undefined): Identity
}

/** How many verified tokens are remembered, of about 1 kB each. */
const MOST_REMEMBERED = 5000

const claims = z.object({ sub: z.uuid(), role, sid: z.uuid(), exp: z.number() })

/** Signs and verifies access tokens (JWT, HS256): the algorithm, issuer and audience are pinned. */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { issuer, audience, ttl, clock } = options
  // A KeyObject, not a string: jsonwebtoken first tries to parse a string as a public key, 40 times the cost.
  const key = createSecretKey(options.secret, 'utf8')
  const now = () => Math.floor(clock().getTime() / 1000)

  // A client sends one token again and again. What is signed stays signed; only the time is asked anew.
  const signed = new LRUCache<string, Verified>({ max: MOST_REMEMBERED })

  const verify = (token: string): Identity => {
    const known = signed.get(token) ?? verifySignature(token)
    if (known.error !== undefined) return known
    signed.set(token, known)
    const isOver = now() * 1000 >= known.expiresAt.getTime()
    return isOver ? { user: null, error: 'The access token has expired' } : known
  }

  const verifySignature = (token: string): Verified | Refused => {
    try {
      const payload = jwt.verify(token, key, {
        algorithms: ['HS256'],
        issuer,
        audience,
        clockTimestamp: now(),
        ignoreExpiration: true,
      })
      const parsed = claims.safeParse(payload)
      if (!parsed.success) return { user: null, error: 'The access token lacks a required claim' }
      const { sub, role, sid, exp } = parsed.data
      return { user: { id: sub, role, sessionId: sid }, expiresAt: new Date(exp * 1000) }
    } catch {
      return { user: null, error: 'The access token is not valid' }
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
      const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1]
      if (!token) return { user: null, error: 'The Authorization header must read: Bearer <access token>' }
      return verify(token)
    },
  }
}
