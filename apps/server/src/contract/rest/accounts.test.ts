import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../testing/app.ts'
import { type Caller, PASSWORD, rest } from '../../testing/caller.ts'

let server: TestApp
let ada: Caller

beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
})

const _create = async (fields: object = {}) =>
  (await ada.rest('POST', ada.tasks, { json: { title: 'x', ...fields } })).body

describe('accounts over REST', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const signUp = async () => {
    const email = `${uuidv7()}@example.com`
    const made = await rest(server.app, 'POST', '/api/v1/auth/register', {
      json: { email, name: 'Bo', password: PASSWORD },
    })
    return { email, made }
  }
  const token = (fields: Record<string, string>) =>
    rest(server.app, 'POST', '/api/v1/auth/token', {
      headers: form,
      body: new URLSearchParams(fields).toString(),
    })

  test('register, sign in, refresh, log out', async () => {
    const { email, made } = await signUp()
    expect(made).toMatchObject({ status: 201, body: { email, role: 'user', isActive: true } })
    expect(made.headers.location).toBe('/api/v1/users/me')

    const signedIn = await token({
      grant_type: 'password',
      username: email,
      password: PASSWORD,
    })
    expect(signedIn).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 900 } })
    expect(signedIn.headers['cache-control']).toBe('no-store')
    const headers = { authorization: `Bearer ${signedIn.body.access_token}` }
    expect((await rest(server.app, 'GET', '/api/v1/users/me', { headers })).body).toEqual(made.body)

    const refreshed = await token({ grant_type: 'refresh_token', refresh_token: signedIn.body.refresh_token })
    expect(refreshed.status).toBe(200)
    expect((await rest(server.app, 'POST', '/api/v1/auth/logout', { headers })).status).toBe(204)
    const after = await token({ grant_type: 'refresh_token', refresh_token: refreshed.body.refresh_token })
    expect(after).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: expect.any(String) },
    })
    expect(after.headers['content-type']).toMatch(/^application\/json/)
  })

  test('the token endpoint reports errors as RFC 6749 does', async () => {
    expect((await token({})).body.error).toBe('invalid_request')
    expect((await token({ grant_type: 'password', username: 'x' })).body.error).toBe('invalid_request')
    const malformed = await rest(server.app, 'POST', '/api/v1/auth/token', {
      headers: { 'content-type': 'application/json' },
      body: '{',
    })
    expect(malformed).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    expect((await token({ grant_type: 'magic' })).body.error).toBe('unsupported_grant_type')
    expect(
      (await token({ grant_type: 'password', username: 'nobody@example.com', password: 'y' })).body.error,
    ).toBe('invalid_grant')
  })

  test('the token endpoint ignores parameters that it does not know, and a client with an id and no secret', async () => {
    const { email } = await signUp()
    const grant = { grant_type: 'password', username: email, password: PASSWORD }
    const extra = { client_id: 'app', client_secret: '', audience: 'https://example.com', resource: 'x' }
    expect((await token({ ...grant, ...extra })).status).toBe(200)
    const repeated = `${new URLSearchParams(grant)}&resource=x&resource=y`
    const authorization = `Basic ${Buffer.from('app:').toString('base64')}`
    const answer = await rest(server.app, 'POST', '/api/v1/auth/token', {
      headers: { ...form, authorization },
      body: repeated,
    })
    expect(answer.status).toBe(200)
    const overTrpc = await rest(server.app, 'POST', '/trpc/auth.token', { json: { ...grant, ...extra } })
    expect(overTrpc).toMatchObject({ status: 200, body: { result: { data: { token_type: 'Bearer' } } } })
    expect((await token({ ...grant, ...extra, password: 'wrong' })).body.error).toBe('invalid_grant')
  })

  test('an address in use is 409, a weak password 422', async () => {
    const { email } = await signUp()
    const again = { email: email.toUpperCase(), name: 'Bo', password: PASSWORD }
    expect((await rest(server.app, 'POST', '/api/v1/auth/register', { json: again })).status).toBe(409)
    const weak = { email: `x${email}`, name: 'Bo', password: 'password1' }
    const answer = await rest(server.app, 'POST', '/api/v1/auth/register', { json: weak })
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['password'] }] } })
  })

  test('users/me can be read, changed and deleted', async () => {
    const bo = await server.signIn()
    expect((await bo.rest('PATCH', '/api/v1/users/me', { json: { name: 'Bo' } })).body.name).toBe('Bo')
    expect((await bo.rest('DELETE', '/api/v1/users/me')).status).toBe(204)
    expect((await bo.rest('GET', '/api/v1/users/me')).status).toBe(401)
    expect((await bo.rest('POST', bo.tasks, { json: { title: 'x' } })).status).toBe(401)
  })
})
