import { describe, expect, test } from 'vitest'
import { createToken, readToken } from './token.ts'

const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`
const tokens = (access: string) => ({ access, refresh: 'r' })

test('a token is renewed half a minute before it expires, and a short one after half of its life', () => {
  expect(createToken(tokens('a'), 1_000, 900_000).renewAt).toBe(871_000)
  expect(createToken(tokens('a'), 1_000, 10_000).renewAt).toBe(6_000)
})

describe('a token given from outside', () => {
  test('is renewed by its claims', () => {
    expect(readToken(tokens(jwt({ iat: 1_000, exp: 1_900 }))).renewAt).toBe(1_870_000)
    expect(readToken(tokens(jwt({ iat: 1_000, exp: 1_010 }))).renewAt).toBe(1_005_000)
    expect(readToken(tokens(jwt({ exp: 1_900, name: 'Zoë?>' }))).renewAt).toBeLessThan(1_900_000)
  })

  test.each(['opaque', 'a.b.c', jwt({})])('is used until it is refused when it is %j', (access) => {
    expect(readToken(tokens(access)).renewAt).toBe(Number.POSITIVE_INFINITY)
  })
})
