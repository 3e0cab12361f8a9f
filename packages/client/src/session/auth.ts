/** An access token and the refresh token that replaces it. */
export interface Tokens {
  access: string
  refresh: string
}

/**
 * Who calls: a user by password, whose session the client opens, renews and ends; a program by API key; or a session that
 * was opened elsewhere, by its tokens.
 */
export type Auth =
  | { email: string; password: string }
  | { apiKey: string }
  | {
      tokens: Tokens
      /** Gets each new pair before it is used, to store it: the refresh token before it is spent. */
      onTokens?: (tokens: Tokens) => void | Promise<void>
    }
