import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { createRefreshTokens } from '../identity/credentials/refresh-token.ts'
import { refusal, SECRET, testApi } from '../testing/test-api.ts'
import { OAuthError } from './oauth-error.ts'

const PASSWORD = 'correct horse battery'

async function registered() {
  const world = await testApi()
  const email = `${uuidv7()}@example.com`
  const user = await world.anyone.auth.register({ email, name: 'Ada', password: PASSWORD })
  const signIn = (password = PASSWORD, username = email) =>
    world.anyone.auth.token({ grant_type: 'password', username, password })
  const refresh = (refresh_token: string) =>
    world.anyone.auth.token({ grant_type: 'refresh_token', refresh_token })
  return { ...world, user, signIn, refresh }
}

/** The OAuth2 error code of a rejected token request. */
async function grantError(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason) => reason,
  )
  return error?.cause instanceof OAuthError ? error.cause.code : error
}

describe('register', () => {
  test('creates an account and answers without secrets', async () => {
    const { user, db } = await registered()
    expect(user).toEqual({
      id: expect.any(String),
      email: expect.stringMatching(/^[0-9a-f-]{36}@example\.com$/),
      emailVerifiedAt: null,
      pendingEmail: null,
      name: 'Ada',
      role: 'user',
      isActive: true,
      timeZone: 'UTC',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    })
    const row = await db.user.findUniqueOrThrow({ where: { id: user.id } })
    expect(row.passwordHash).toMatch(/^\$argon2id\$/)
  })

  test('refuses an e-mail address that differs only in case', async () => {
    const { anyone, user } = await registered()
    const again = { email: ` ${user.email.toUpperCase()} `, name: 'Other', password: PASSWORD }
    expect(await refusal(anyone.auth.register(again))).toMatchObject({ error: 'CONFLICT', status: 409 })
  })

  test.each([
    [{ password: 'short' }, ['password']],
    [{ password: 'x'.repeat(129) }, ['password']],
    [{ password: 'Password123' }, ['password']],
    [{ password: 'iloveyou1' }, ['password']],
    [{ email: 'not an address' }, ['email']],
    [{ email: 'a@-example.com' }, ['email']],
    [{ email: 'ä@example.com' }, ['email']],
    [{ email: `${'a'.repeat(250)}@b.co` }, ['email']],
    [{ name: '  ' }, ['name']],
    [{ role: 'admin' }, ['role']],
    [{ isActive: true }, ['isActive']],
  ])('refuses %j', async (field, path) => {
    const { anyone } = await testApi()
    const input = { email: 'a@example.com', name: 'A', password: PASSWORD, ...field }
    const report = await refusal(anyone.auth.register(input as never))
    expect(report).toMatchObject({ error: 'VALIDATION_ERROR', issues: [{ path }] })
  })
})

test.each(['user@localhost', "o'brien+tag@example.org", 'user@xn--e1afmkfd.xn--p1ai', '.a.@example.com'])(
  'register accepts what the e-mail field of HTML accepts: %s',
  async (email) => {
    const { anyone } = await testApi()
    expect(await anyone.auth.register({ email, name: 'A', password: PASSWORD })).toMatchObject({ email })
  },
)

describe('token', () => {
  test('accepts the e-mail address in any case', async () => {
    const { signIn, call, user } = await registered()
    const tokens = await signIn(PASSWORD, user.email.toUpperCase())
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 900 })
    expect(await call(`Bearer ${tokens.access_token}`).user.me()).toEqual(user)
  })

  test('refuses a wrong password, an unknown and an inactive account with the same error', async () => {
    const { signIn, db, user } = await registered()
    expect(await grantError(signIn('wrong password'))).toBe('invalid_grant')
    expect(await grantError(signIn(PASSWORD, 'bob@example.com'))).toBe('invalid_grant')
    expect(await grantError(signIn(PASSWORD, 'a\0b'))).toBe('invalid_grant')
    await db.user.update({ where: { id: user.id }, data: { isActive: false } })
    expect(await grantError(signIn())).toBe('invalid_grant')
  })

  test('refuses invalid requests with the error codes of RFC 6749', async () => {
    const { anyone } = await testApi()
    const ask = (input: object) => grantError(anyone.auth.token(input as never))
    expect(await ask({})).toBe('invalid_request')
    expect(await ask({ grant_type: 'password', username: 'x' })).toBe('invalid_request')
    expect(await ask({ grant_type: 'refresh_token' })).toBe('invalid_request')
    expect(await ask({ grant_type: 'client_credentials' })).toBe('unsupported_grant_type')
    expect(await ask({ grant_type: 'password', username: 'a', password: 1 })).toBe('invalid_request')
  })

  test('stores only hashes of refresh tokens', async () => {
    const { signIn, db } = await registered()
    const { refresh_token } = await signIn()
    const stored = JSON.stringify(await db.refreshToken.findMany(), (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    expect(stored).not.toContain(refresh_token)
  })
})

describe('refresh', () => {
  test('rotates the token at every use without extending the session', async () => {
    const { signIn, refresh, clock } = await registered()
    let { refresh_token } = await signIn()
    for (let day = 0; day < 29; day++) {
      clock.advance(86_400_000)
      const next = await refresh(refresh_token)
      expect(next.refresh_token).not.toBe(refresh_token)
      refresh_token = next.refresh_token
    }
    clock.advance(86_400_000)
    expect(await grantError(refresh(refresh_token))).toBe('invalid_grant')
  })

  test('gives the direct predecessor the same successor within 10 s', async () => {
    const { signIn, refresh, clock } = await registered()
    const first = await signIn()
    const second = await refresh(first.refresh_token)
    clock.advance(10_000)
    expect((await refresh(first.refresh_token)).refresh_token).toBe(second.refresh_token)
    await expect(refresh(second.refresh_token)).resolves.toBeDefined()
  })

  test('gives the same successor although the secret was replaced in between', async () => {
    const { signIn, refresh, services } = await registered()
    const first = await signIn()
    const second = await refresh(first.refresh_token)
    Object.assign(services, {
      refreshTokens: createRefreshTokens({ secret: 'a newer secret', previousSecret: SECRET, ttl: 86_400 }),
    })
    expect((await refresh(first.refresh_token)).refresh_token).toBe(second.refresh_token)
    const third = await refresh(second.refresh_token)
    expect((await refresh(second.refresh_token)).refresh_token).toBe(third.refresh_token)
  })

  test('revokes the session when a spent token is reused after 10 s', async () => {
    const { signIn, refresh, clock } = await registered()
    const other = await signIn()
    const first = await signIn()
    const second = await refresh(first.refresh_token)
    clock.advance(10_001)
    expect(await grantError(refresh(first.refresh_token))).toBe('invalid_grant')
    expect(await grantError(refresh(second.refresh_token))).toBe('invalid_grant')
    await expect(refresh(other.refresh_token)).resolves.toBeDefined()
  })

  test('revokes the session when the token before the predecessor is reused, even within 10 s', async () => {
    const { signIn, refresh } = await registered()
    const first = await signIn()
    const second = await refresh(first.refresh_token)
    const third = await refresh(second.refresh_token)
    expect(await grantError(refresh(first.refresh_token))).toBe('invalid_grant')
    expect(await grantError(refresh(third.refresh_token))).toBe('invalid_grant')
  })

  test('creates one successor for concurrent uses of a token', async () => {
    const { signIn, refresh, db, user } = await registered()
    const { refresh_token } = await signIn()
    const answers = await Promise.all(Array.from({ length: 12 }, () => refresh(refresh_token)))
    expect(new Set(answers.map((answer) => answer.refresh_token)).size).toBe(1)
    expect(await db.refreshToken.count({ where: { spentAt: null, session: { userId: user.id } } })).toBe(1)
  })

  test('refuses an unknown token', async () => {
    const { refresh } = await registered()
    expect(await grantError(refresh('x'.repeat(43)))).toBe('invalid_grant')
  })

  test('refuses the token of a deactivated account', async () => {
    const { signIn, refresh, db, user } = await registered()
    const { refresh_token } = await signIn()
    await db.user.update({ where: { id: user.id }, data: { isActive: false } })
    expect(await grantError(refresh(refresh_token))).toBe('invalid_grant')
  })
})

describe('logout', () => {
  test('ends the session it is called in and no other', async () => {
    const { signIn, refresh, call } = await registered()
    const [here, there] = [await signIn(), await signIn()]
    await call(`Bearer ${here.access_token}`).auth.logout()
    expect(await grantError(refresh(here.refresh_token))).toBe('invalid_grant')
    await expect(refresh(there.refresh_token)).resolves.toBeDefined()
  })
})
