/** An access token and the refresh token that replaces it. */
export interface Tokens {
  access: string
  refresh: string
}

/**
 * Who calls: a user by password, whose session the client opens, renews and ends; a program by API key; a session that was
 * opened elsewhere, by its tokens; or one that is kept elsewhere, for example by a cookie that no script can read.
 */
export type Auth =
  | { email: string; password: string }
  | { apiKey: string }
  | {
      tokens: Tokens
      /** Gets each new pair before it is used, to store it: the refresh token before it is spent. */
      onTokens?: (tokens: Tokens) => void | Promise<void>
    }
  | { accessToken: GetAccessToken }

/**
 * Resolves to the access token of the moment, or to undefined if nobody is signed in. It is asked before every request, and
 * with the token that the server has refused, to get another one: by one call at a time, however many requests wait.
 */
export type GetAccessToken = (refused?: string) => Promise<string | undefined>
