/** The headers that say who calls. The same object for as long as it is the same credential. */
export type Credential = Readonly<Record<string, string>>

/** Whoever calls, as the links see it. */
export interface Session {
  /**
   * The credential for a call, renewed first if it is about to expire. Undefined if nobody is signed in: a public call does
   * not sign in.
   * @throws TRPCClientError if the server cannot be reached, or refuses the password.
   */
  credential(call: { isPublic: boolean }): Promise<Credential | undefined>
  /**
   * Replaces a credential that the server has refused, and resolves to whether there is another one now.
   * @throws TRPCClientError if the server cannot be reached, or refuses the password.
   */
  renew(refused: Credential): Promise<boolean>
  /** Ends the session on the server, if this client has opened it. */
  end(): Promise<void>
}

/** A program with an API key, which cannot be renewed. */
export function apiKeySession(apiKey: string): Session {
  const credential = { 'x-api-key': apiKey }
  return {
    credential: async () => credential,
    renew: async () => false,
    end: async () => {},
  }
}
