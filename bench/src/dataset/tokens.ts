import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'

/** All servers verify the same tokens. */
export const SECRET = randomBytes(32).toString('hex')
export const ISSUER = 'tandem'

const DAY_SECONDS = 86_400
const key = createSecretKey(SECRET, 'utf8')

/** An access token like Tandem's own, valid for a day from `issuedAt`, in seconds since 1970. */
export function accessToken(user: string, issuedAt = Math.floor(Date.now() / 1000)): string {
  return jwt.sign({ role: 'user', sid: randomUUID(), iat: issuedAt, exp: issuedAt + DAY_SECONDS }, key, {
    algorithm: 'HS256',
    subject: user,
    issuer: ISSUER,
    audience: ISSUER,
    jwtid: randomUUID(),
  })
}

/** An access token that expired yesterday. */
export function expiredToken(user: string): string {
  return accessToken(user, Math.floor(Date.now() / 1000) - 2 * DAY_SECONDS)
}
