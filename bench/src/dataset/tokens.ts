import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'

/** All servers verify the same tokens. */
export const SECRET = randomBytes(32).toString('hex')
export const ISSUER = 'tandem'

const key = createSecretKey(SECRET, 'utf8')

/** An access token as Tandem's own are, good for a day from when it was issued (seconds since 1970). */
export function accessToken(user: string, issued = Math.floor(Date.now() / 1000)): string {
  return jwt.sign({ role: 'user', sid: randomUUID(), iat: issued, exp: issued + 86_400 }, key, {
    algorithm: 'HS256',
    subject: user,
    issuer: ISSUER,
    audience: ISSUER,
    jwtid: randomUUID(),
  })
}

/** One that was good until yesterday. */
export function expiredToken(user: string): string {
  return accessToken(user, Math.floor(Date.now() / 1000) - 2 * 86_400)
}
