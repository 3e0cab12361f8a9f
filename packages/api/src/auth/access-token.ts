import { createSecretKey } from 'node:crypto'
import type { Role } from '@tandem/db/types'
import jwt from 'jsonwebtoken'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { role } from '../user/schema.ts'

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

type Identity =
  | { user: SessionUser; expiresAt: Date; error?: never }
  | { user: null; expiresAt?: never; error: string | undefined }

export interface AccessTokens {
  /** Lifetime of a token, in seconds. */
  readonly ttl: number
  sign(user: SessionUser): string
  /** Reads an `Authorization` header. Never throws: `error` says why a token that was sent does not count. */
  identify(authorization: string | undefined): Identity
}

const claims = z.object({ sub: z.uuid(), role, sid: z.uuid(), exp: z.number() })

/** Signs and verifies access tokens (JWT, HS256): the algorithm, issuer and audience are pinned. */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { issuer, audience, ttl, clock } = options
  // A KeyObject, not a string: jsonwebtoken first tries to parse a string as a public key, 40 times the cost.
  const key = createSecretKey(options.secret, 'utf8')
  const now = () => Math.floor(clock().getTime() / 1000)

  const verify = (token: string): Identity => {
    try {
      const payload = jwt.verify(token, key, {
        algorithms: ['HS256'],
        issuer,
        audience,
        clockTimestamp: now(),
      })
      const parsed = claims.safeParse(payload)
      if (!parsed.success) return { user: null, error: 'The access token lacks a required claim' }
      const { sub, role, sid, exp } = parsed.data
      return { user: { id: sub, role, sessionId: sid }, expiresAt: new Date(exp * 1000) }
    } catch (error) {
      const expired = error instanceof jwt.TokenExpiredError
      return { user: null, error: expired ? 'The access token has expired' : 'The access token is not valid' }
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
