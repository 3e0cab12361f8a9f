import { TRPCClientError } from '@trpc/client'
import type { Auth, Tokens } from './auth.ts'
import type { Session } from './session.ts'
import { createToken, readToken, type Token } from './token.ts'

export type TokenAuth = Extract<Auth, { password: string } | { tokens: Tokens }>

/** What the server's token endpoint answers (RFC 6749, 5.1). */
export interface Granted {
  access_token: string
  refresh_token: string
  /** Seconds. */
  expires_in: number
}

/** The calls that open, renew and end a session. */
export interface Grants {
  signIn(credentials: { email: string; password: string }): Promise<Granted>
  refresh(refreshToken: string): Promise<Granted>
  signOut(token: Token): Promise<unknown>
}

/**
 * A user's session. Its tokens are renewed by one request however many calls wait for it, because a refresh token that is
 * used twice ends the session.
 */
export function tokenSession(auth: TokenAuth, grants: Grants): Session {
  const password = 'password' in auth ? auth : undefined
  let token = 'tokens' in auth ? readToken(auth.tokens) : undefined
  /** The server has refused the refresh token: only it knows why, so it answers the calls that follow. */
  let isOver = false
  let renewing: Promise<Token> | undefined

  const renewed = () => {
    renewing ??= obtain().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  async function obtain(): Promise<Token> {
    const askedAt = Date.now()
    const granted = (await refreshed()) ?? (password && (await grants.signIn(password)))
    if (!granted) {
      isOver = true
      return held()
    }
    const tokens: Tokens = { access: granted.access_token, refresh: granted.refresh_token }
    token = createToken(tokens, askedAt, granted.expires_in * 1000)
    if ('onTokens' in auth) await auth.onTokens?.(tokens)
    return token
  }

  async function refreshed(): Promise<Granted | undefined> {
    if (!token) return undefined
    try {
      return await grants.refresh(token.tokens.refresh)
    } catch (error) {
      if (isRefusal(error)) return undefined
      throw error
    }
  }

  function held(): Token {
    if (!token) throw new Error('There is a token or a password')
    return token
  }

  return {
    async credential({ isPublic }) {
      if (!token && isPublic) return undefined
      if (token && (isOver || Date.now() < token.renewAt)) return token.credential
      return (await renewed()).credential
    },
    async renew(refused) {
      if (token && token.credential !== refused) return true
      if (isOver) return false
      return (await renewed()).credential !== refused
    },
    async end() {
      await renewing?.catch(() => undefined)
      if (password && token) await grants.signOut(token)
    },
  }
}

/** Whether the server has refused the grant for good, rather than failed or asked to wait. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined
  return status === 400 || status === 401
}
