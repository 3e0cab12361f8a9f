import { createHmac, hkdfSync } from 'node:crypto'
import { digestOf } from '../../core/fields/secret.ts'

interface LinkTokenOptions {
  /** At least 32 bytes. The key is derived from it, so it may be the secret that signs access tokens. */
  secret: string
  /** Recognises tokens that were made before `secret` replaced it. */
  previousSecret?: string | undefined
}

/** The tokens of mailed links. */
export interface LinkTokens {
  /**
   * The token of the link with this id: the same however often it is asked for, so that a mail that is sent again has the same
   * link although only hashes are stored. The first is for new links; one of before may have the second.
   */
  of(linkId: string): [string, ...string[]]
  /** What is stored instead of the token. */
  hash(token: string): Uint8Array<ArrayBuffer>
}

/** Tokens of 256 bits, each the HMAC of its link's id. Whoever has the database alone can make none. */
export function createLinkTokens({ secret, previousSecret }: LinkTokenOptions): LinkTokens {
  const derive = (from: string) => {
    const key = Buffer.from(hkdfSync('sha256', from, '', 'tandem mailed link', 32))
    return (id: string) => createHmac('sha256', key).update(id).digest('base64url')
  }
  const current = derive(secret)
  const earlier = previousSecret === undefined ? undefined : derive(previousSecret)
  return {
    of: (id) => [current(id), ...(earlier ? [earlier(id)] : [])],
    hash: digestOf,
  }
}
