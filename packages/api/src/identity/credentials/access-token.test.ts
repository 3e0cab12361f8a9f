import { generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { testClock } from '../../testing/test-api.ts'
import { createAccessTokens } from './access-token.ts'

const secret = 'a secret for tests that is long enough'
const clock = testClock()
const tokens = createAccessTokens({ secret, issuer: 'tandem', audience: 'web', ttl: 900, clock })
const user = { id: uuidv7(), role: 'user', sessionId: uuidv7() } as const
const now = Math.floor(clock().getTime() / 1000)
const claims = {
  sub: user.id,
  role: 'user',
  sid: user.sessionId,
  iss: 'tandem',
  aud: 'web',
  iat: now,
  exp: now + 900,
}
const forge = (change: object, options: jwt.SignOptions = {}, key: jwt.Secret = secret) =>
  jwt.sign(JSON.parse(JSON.stringify({ ...claims, ...change })), key, { algorithm: 'HS256', ...options })
const identify = (token: string) => tokens.identify(`Bearer ${token}`)

test('a token has exactly the documented claims', () => {
  const payload = jwt.decode(tokens.sign(user))
  expect(payload).toEqual({ ...claims, jti: expect.any(String) })
  expect(identify(tokens.sign(user))).toEqual({ user, expiresAt: expect.any(Date) })
})

test('an unchanged forged token is valid, so each refusal below has only the one reason', () => {
  expect(identify(forge({}))).toEqual({ user, expiresAt: expect.any(Date) })
})

describe('refuses a token', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${forge({}).split('.')[1]}.`
  test.each([
    ['unsigned, alg none', unsigned],
    ['alg none with a stale signature', unsigned + (forge({}).split('.')[2] ?? '')],
    ['signed by another secret', forge({}, {}, 'another secret that is long enough too')],
    ['signed with another HMAC', forge({}, { algorithm: 'HS512' })],
    ['signed with RSA', forge({}, { algorithm: 'RS256' }, rsa)],
    [
      'with a changed payload',
      forge({}).replace(
        /\.[^.]+\./,
        `.${Buffer.from(JSON.stringify({ ...claims, role: 'admin' })).toString('base64url')}.`,
      ),
    ],
    ['from another issuer', forge({ iss: 'other' })],
    ['without an issuer', forge({ iss: undefined })],
    ['for another audience', forge({ aud: 'other' })],
    ['expired', forge({ exp: now - 1 })],
    ['without an expiry', forge({ exp: undefined })],
    ['not valid yet', forge({ nbf: now + 60 })],
    ['without a subject', forge({ sub: undefined })],
    ['with a subject that is not a user id', forge({ sub: 'root' })],
    ['with an unknown role', forge({ role: 'root' })],
    ['without a session', forge({ sid: undefined })],
    ['of another type', forge({}, { header: { alg: 'HS256', typ: 'xyz' } })],
    ['that is an ID token by its type', forge({}, { header: { alg: 'HS256', typ: 'id+jwt' } })],
    ['with an empty type', forge({}, { header: { alg: 'HS256', typ: '' } })],
    ['with an extension that it calls critical', forge({}, { header: { alg: 'HS256', crit: ['exp'] } })],
    ['with an empty list of critical extensions', forge({}, { header: { alg: 'HS256', crit: [] } })],
    ['that is garbage', 'garbage'],
    ['of three empty parts', '..'],
  ])('%s', (_, token) => {
    expect(identify(token)).toMatchObject({
      user: null,
      error: expect.stringMatching(/access token|Authorization/),
    })
  })

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic dTpw',
    `Bearer ${forge({})} x`,
    forge({}),
    `Token ${forge({})}`,
  ])('in the header %j', (header) => {
    expect(tokens.identify(header).user).toBeNull()
  })
})

test.each([['JWT'], ['at+jwt']])('accepts the type %s', (typ) => {
  expect(identify(forge({}, { header: { alg: 'HS256', typ } })).user).toEqual(user)
})

test('accepts tokens of the previous secret, signs with the present one, and refuses any other', () => {
  const previousSecret = secret
  const present = 'a newer secret for tests that is long enough'
  const rotated = createAccessTokens({
    secret: present,
    previousSecret,
    issuer: 'tandem',
    audience: 'web',
    ttl: 900,
    clock,
  })
  const identifyRotated = (token: string) => rotated.identify(`Bearer ${token}`).user
  expect(identifyRotated(tokens.sign(user))).toEqual(user)
  expect(identifyRotated(forge({ aud: 'other' }))).toBeNull()
  expect(identifyRotated(forge({}, {}, 'another secret that is long enough too'))).toBeNull()
  const token = rotated.sign(user)
  expect(identifyRotated(token)).toEqual(user)
  expect(jwt.verify(token, present, { clockTimestamp: now })).toMatchObject({ sub: user.id })
  expect(identify(token).user).toBeNull()
})

test('ignores the headers kid and jku when choosing the key', () => {
  const header = { alg: 'HS256', kid: '../../dev/null', jku: 'http://127.0.0.1/keys' } as const
  expect(identify(forge({}, { header }))).toEqual({ user, expiresAt: expect.any(Date) })
  expect(identify(forge({}, { header }, ' '.repeat(32))).user).toBeNull()
})

describe('a token that was verified before', () => {
  const movingClock = testClock()
  const short = createAccessTokens({ secret, issuer: 'tandem', audience: 'web', ttl: 60, clock: movingClock })
  const header = `Bearer ${short.sign(user)}`

  test('is valid until it expires', () => {
    expect(short.identify(header).user).toEqual(user)
    movingClock.advance(59_000)
    expect(short.identify(header).user).toEqual(user)
    movingClock.advance(1_000)
    for (let i = 0; i < 2; i++) {
      expect(short.identify(header)).toEqual({ user: null, error: 'The access token has expired' })
    }
  })

  test('does not validate another token with the same claims or the same signature', () => {
    const [head, payload, signature] = forge({}).split('.')
    expect(identify(`${head}.${payload}.${signature}`).user).toEqual(user)
    const other = forge({ sub: uuidv7() }).split('.')
    expect(identify(`${head}.${payload}.${other[2]}`).user).toBeNull()
    expect(identify(`${other[0]}.${other[1]}.${signature}`).user).toBeNull()
    expect(identify(`${head}.${payload}.`).user).toBeNull()
  })
})
