import type { GetAccessToken } from './auth.ts'
import type { Credential, Session } from './session.ts'

/** A session that its owner opens, renews and ends. This client asks for the access token of the moment. */
export function keptSession(accessToken: GetAccessToken): Session {
  let last: { token: string; credential: Credential } | undefined
  let renewing: Promise<Credential | undefined> | undefined

  async function ask(refused?: string): Promise<Credential | undefined> {
    const token = await accessToken(refused)
    if (token === undefined) last = undefined
    else if (token !== last?.token) last = { token, credential: { authorization: `Bearer ${token}` } }
    return last?.credential
  }

  return {
    credential: () => ask(),
    async renew(refused) {
      if (last && last.credential !== refused) return true
      renewing ??= ask(last?.token).finally(() => {
        renewing = undefined
      })
      const renewed = await renewing
      return renewed !== undefined && renewed !== refused
    },
    end: async () => {},
  }
}
