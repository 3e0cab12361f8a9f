import type { Call } from './call.ts'
import type { Caller } from './caller.ts'
import { bearerToken, isApiKey } from './credentials.ts'
import type { Services } from './services.ts'

type Identity = { caller: Caller; error?: never } | { caller: null; error: string | undefined }

/** Authenticates a call by access token or API key. Invalid credentials give an `error` and no caller. */
export async function identify(services: Services, { authorization, apiKey }: Call): Promise<Identity> {
  const checkedAtSequence = services.revocations.sequence()
  // Clients generated from the OpenAPI document may send their one credential for every scheme.
  const isSentTwice = apiKey !== undefined && authorization !== undefined
  if (isSentTwice && bearerToken(authorization) !== apiKey)
    return { caller: null, error: 'Send an access token or an API key, not both' }
  if (apiKey !== undefined && (!isSentTwice || isApiKey(apiKey))) {
    const found = await services.apiKeys.find(apiKey)
    const caller = found && { ...found, credential: { ...found.credential, checkedAtSequence } }
    return caller ? { caller } : { caller: null, error: 'The API key is not valid, or no longer' }
  }
  const { user, expiresAt, error } = services.accessTokens.identify(authorization)
  if (!user) return { caller: null, error }
  const { revocations } = services
  if (
    revocations.has(user.sessionId) ||
    (!revocations.isCurrent() && (await revocations.lookUp(user.sessionId)))
  )
    return { caller: null, error: 'The access token has been revoked' }
  const { id, role, sessionId } = user
  return {
    caller: {
      id,
      role,
      sessionId,
      scopes: null,
      credential: { id: sessionId, expiresAt, checkedAtSequence },
    },
  }
}
