import { createClient, type GetAccessToken, type Tokens } from '@tandem/client'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type TestApp, testApp } from '../../testing/app.ts'
import { PASSWORD } from '../../testing/caller.ts'
import { proxy } from '../../testing/services/proxy.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

/** A client behind a proxy, with what it sends to the token endpoint. */
async function connect(auth: Parameters<typeof createClient>[0]['auth']) {
  const via = await proxy(server.url)
  const client = createClient({ url: via.url, auth })
  onTestFinished(() => client.close())
  return { client, via, grants: () => via.requestsTo('auth.token') }
}

/** A session opened elsewhere. `refresh` is good for one use. */
async function signedIn() {
  const { id, email } = await server.createUser()
  const answer = await fetch(`${server.url}/api/v1/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', username: email, password: PASSWORD }),
  })
  const { access_token: access, refresh_token: refresh } = (await answer.json()) as Record<string, string>
  return { id, email, tokens: { access, refresh } as Tokens }
}

const expired = (access: string) => {
  const [header, , signature] = access.split('.')
  const claims = Buffer.from(JSON.stringify({ iat: 1_700_000_000, exp: 1_700_000_900 })).toString('base64url')
  return [header, claims, signature].join('.')
}
/** Looks valid for years, but its signature is not. */
const forged = (access: string) => {
  const [header, , signature] = access.split('.')
  const claims = Buffer.from(JSON.stringify({ iat: 1_700_000_000, exp: 4_000_000_000 })).toString('base64url')
  return [header, claims, signature].join('.')
}

describe('a client with a password', () => {
  test('signs in once for all calls that are made together, and sends them in batches of 20', async () => {
    const { email } = await server.createUser()
    const { client, via, grants } = await connect({ email, password: PASSWORD })
    const users = await Promise.all(Array.from({ length: 45 }, () => client.user.me.query()))
    expect(users.map((user) => user.email)).toEqual(Array(45).fill(email))
    expect(grants()).toHaveLength(1)
    const sizes = via.requestsTo('user.me').map(({ url = '' }) => url.split('user.me').length - 1)
    expect(sizes).toEqual([20, 20, 5])
  })

  test('can register the account that it then signs in to', async () => {
    const email = `${uuidv7()}@example.com`
    const { client, grants } = await connect({ email, password: PASSWORD })
    await client.auth.register.mutate({ email, password: PASSWORD, name: 'Ada' })
    expect(grants()).toHaveLength(0)
    expect(await client.user.me.query()).toMatchObject({ email })
  })

  test('fails with the refusal of the server, and asks again with the next call', async () => {
    const { email } = await server.createUser()
    const { client, grants } = await connect({ email, password: 'not the password' })
    await expect(client.user.me.query()).rejects.toMatchObject({ data: { httpStatus: 400 } })
    await expect(client.user.me.query()).rejects.toThrow('The username or the password is wrong')
    expect(grants()).toHaveLength(2)
  })

  test('signs in again when its session was ended elsewhere', async () => {
    const { email } = await server.createUser()
    const { client, grants } = await connect({ email, password: PASSWORD })
    await client.session.revokeAll.mutate()
    await client.task.create.mutate({ title: 'after' })
    expect((await client.task.list.query()).page.totalCount).toBe(1)
    // Signed in, refused the refresh, signed in.
    expect(grants()).toHaveLength(3)
  })

  test('signs in to sign out, which is beside the calls for anyone', async () => {
    const { id, email } = await server.createUser()
    const { client } = await connect({ email, password: PASSWORD })
    await client.auth.logout.mutate()
    const sessions = await server.services.db.session.findMany({ where: { userId: id } })
    expect(sessions).toMatchObject([{ revokedAt: expect.any(Date) }])
  })

  test('ends its session when it is closed', async () => {
    const { id, email } = await server.createUser()
    const { client } = await connect({ email, password: PASSWORD })
    await client.user.me.query()
    await client.close()
    const sessions = await server.services.db.session.findMany({ where: { userId: id } })
    expect(sessions).toMatchObject([{ revokedAt: expect.any(Date) }])
    await expect(client.user.me.query()).rejects.toThrow('The client is closed')
  })
})

describe('a client with tokens', () => {
  test('refreshes an expired token once for all calls, and hands over the new pair before it is used', async () => {
    const { id, tokens } = await signedIn()
    const stored: Tokens[] = []
    const { client, via, grants } = await connect({
      tokens: { ...tokens, access: expired(tokens.access) },
      onTokens: async (next) => {
        expect(via.requestsTo('user.me')).toHaveLength(0)
        stored.push(next)
      },
    })
    const users = await Promise.all(Array.from({ length: 30 }, () => client.user.me.query()))
    expect(users.every((user) => user.id === id)).toBe(true)
    expect(grants()).toHaveLength(1)
    expect(stored).toHaveLength(1)
    const next = await connect({ tokens: stored[0] ?? tokens })
    expect(await next.client.user.me.query()).toMatchObject({ id })
  })

  test('refreshes a token that the server refuses, and repeats the refused calls', async () => {
    const { tokens } = await signedIn()
    const { client, grants } = await connect({ tokens: { ...tokens, access: forged(tokens.access) } })
    const made = await Promise.all([
      client.task.create.mutate({ title: 'one' }),
      client.task.create.mutate({ title: 'two' }),
      client.user.update.mutate({ name: 'Bea' }),
      client.task.list.query(),
    ])
    expect(made).toHaveLength(4)
    expect(grants()).toHaveLength(1)
    expect((await client.task.list.query()).page.totalCount).toBe(2)
  })

  test('fails as unauthorized when its session is over, and does not try to refresh again', async () => {
    const { tokens } = await signedIn()
    const { client, grants } = await connect({ tokens: { access: expired(tokens.access), refresh: 'spent' } })
    for (const _ of [1, 2])
      await expect(client.user.me.query()).rejects.toMatchObject({ data: { error: 'UNAUTHORIZED' } })
    expect(grants()).toHaveLength(1)
  })

  test('leaves its session open when it is closed', async () => {
    const { tokens, id } = await signedIn()
    const { client } = await connect({ tokens })
    await client.user.me.query()
    await client.close()
    const sessions = await server.services.db.session.findMany({ where: { userId: id } })
    expect(sessions).toMatchObject([{ revokedAt: null }])
  })
})

describe('a client whose session is kept elsewhere', () => {
  /** Keeps the tokens, as a page with a cookie does, and counts what it is asked. */
  async function keep(first: string | undefined, next: string | undefined) {
    let current = first
    const refused: string[] = []
    const accessToken: GetAccessToken = async (token) => {
      if (token !== undefined) {
        refused.push(token)
        current = next
      }
      return current
    }
    return { refused, ...(await connect({ accessToken })) }
  }

  test('asks for the token of the moment with every request', async () => {
    const [ada, bob] = [await signedIn(), await signedIn()]
    const access = [ada.tokens.access, bob.tokens.access]
    const { client, grants } = await connect({ accessToken: async () => access.shift() })
    expect(await client.user.me.query()).toMatchObject({ id: ada.id })
    expect(await client.user.me.query()).toMatchObject({ id: bob.id })
    expect(grants()).toHaveLength(0)
  })

  test('asks once for another token for all calls that are refused, and repeats them', async () => {
    const { id, tokens } = await signedIn()
    const stale = forged(tokens.access)
    const { client, via, refused } = await keep(stale, tokens.access)
    const answers = await Promise.all([
      ...Array.from({ length: 30 }, () => client.user.me.query()),
      client.task.create.mutate({ title: 'one' }).then(() => ({ id })),
    ])
    expect(answers.every((answer) => answer.id === id)).toBe(true)
    expect(refused).toEqual([stale])
    expect(via.requests).toHaveLength(6)
  })

  test.each([
    ['no other token', undefined],
    ['the same token', 'stale'],
  ])('fails as unauthorized when there is %s', async (_, next) => {
    const { client, via } = await keep('stale', next)
    await expect(client.user.me.query()).rejects.toMatchObject({ data: { error: 'UNAUTHORIZED' } })
    expect(via.requests).toHaveLength(1)
  })

  test('without a token calls what is for anyone', async () => {
    const email = `${uuidv7()}@example.com`
    const { client } = await keep(undefined, undefined)
    await client.auth.register.mutate({ email, password: PASSWORD, name: 'Ada' })
    await expect(client.user.me.query()).rejects.toMatchObject({ data: { error: 'UNAUTHORIZED' } })
  })

  test('fails with the reason why there is no token', async () => {
    const reason = new Error('The network is down')
    const { client } = await connect({ accessToken: () => Promise.reject(reason) })
    await expect(client.user.me.query()).rejects.toMatchObject({ cause: reason })
  })
})

test('a client sends everything with the `fetch` that it is given', async () => {
  const { email } = await server.createUser()
  const paths: string[] = []
  const client = createClient({
    url: server.url,
    auth: { email, password: PASSWORD },
    fetch: (input, init) => {
      paths.push(new URL(String(input)).pathname)
      return fetch(input, init)
    },
  })
  onTestFinished(() => client.close())
  await client.task.create.mutate({ title: 'one' })
  const first = await new Promise((resolve, reject) => {
    client.task.onChange.subscribe({ lastEventId: '0' }, { onData: ({ id }) => resolve(id), onError: reject })
  })
  expect(first).toBe('1')
  expect(paths).toEqual(['/trpc/auth.token', '/trpc/task.create', '/trpc/task.onChange'])
})

test('a client with an API key sends it with every call', async () => {
  const { tokens } = await signedIn()
  const { client: owner } = await connect({ tokens })
  const { key } = await owner.apiKey.create.mutate({ name: 'script', scopes: ['tasks:read'] })
  const { client } = await connect({ apiKey: key })
  expect(await client.task.list.query()).toMatchObject({ data: [] })
  await expect(client.task.create.mutate({ title: 'x' })).rejects.toMatchObject({
    data: { error: 'FORBIDDEN' },
  })
  const stranger = await connect({ apiKey: 'wrong' })
  await expect(stranger.client.task.list.query()).rejects.toMatchObject({ data: { error: 'UNAUTHORIZED' } })
})
