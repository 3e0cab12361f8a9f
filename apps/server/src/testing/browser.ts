import type { TestApp } from './app.ts'
import { PASSWORD, rest } from './caller.ts'

/** The host of requests that Fastify's `inject` makes. */
export const INJECTED_HOST = 'localhost:80'

export type Headers = Record<string, string | undefined>

export function defined(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
}

/** A page of the server in a browser, which keeps the one cookie. */
export function browser({ app }: Pick<TestApp, 'app'>, headers: Headers = {}) {
  let cookie: string | undefined
  const send = async (
    method: 'POST' | 'DELETE',
    path = '',
    options: { json?: unknown; headers?: Headers } = {},
  ) => {
    const answer = await rest(app, method, `/session${path}`, {
      ...options,
      headers: defined({
        'sec-fetch-site': 'same-origin',
        origin: `http://${INJECTED_HOST}`,
        cookie,
        ...headers,
        ...options.headers,
      }),
    })
    const setCookie = [answer.headers['set-cookie'] ?? []].flat()
    const [pair] = setCookie[0]?.split(';') ?? []
    if (pair !== undefined) cookie = pair.endsWith('=') ? undefined : pair
    return { ...answer, setCookie, cookie }
  }
  return {
    send,
    signIn: (email: string, password = PASSWORD) => send('POST', '', { json: { email, password } }),
    refresh: (cookieToSend?: string) =>
      send('POST', '/refresh', cookieToSend === undefined ? {} : { headers: { cookie: cookieToSend } }),
    signOut: () => send('DELETE'),
  }
}

/** A new user who has signed in with a browser. */
export async function signedInBrowser(server: TestApp, headers: Headers = {}) {
  const { email, id } = await server.createUser()
  const page = browser(server, headers)
  const first = await page.signIn(email)
  if (first.status !== 200) throw new Error(`signing in: ${first.status} ${first.text}`)
  return { ...page, email, id, first }
}
