import { hash, hkdfSync, timingSafeEqual } from 'node:crypto'

/** Authenticates texts that clients keep for the server. It does not hide them. */
export interface Signer {
  /** An opaque form of the text, which opens only in the same context. The context is not part of it. */
  sign(text: string, context: string): string
  /** The text. Undefined for anything that this signer did not make, as it is, for this context. */
  open(signed: string, context: string): string | undefined
}

/** Of base64url characters, so 132 bits. */
const MAC_LENGTH = 22

/** The signer of cursors. The key is derived from the secret. What was signed with `previousSecret` still opens. */
export function createCursorSigner(secret: string, previousSecret?: string): Signer {
  const key = keyOf(secret)
  const keys = previousSecret === undefined ? [key] : [key, keyOf(previousSecret)]
  return {
    sign: (text, context) => mac(key, text, context) + Buffer.from(text).toString('base64url'),
    open: (signed, context) => {
      const found = signed.slice(0, MAC_LENGTH)
      const encoded = signed.slice(MAC_LENGTH)
      const text = Buffer.from(encoded, 'base64url').toString()
      // Node also reads characters that are not in the alphabet, and bits that do not count.
      if (Buffer.from(text).toString('base64url') !== encoded) return undefined
      return keys.some((key) => isSame(mac(key, text, context), found)) ? text : undefined
    },
  }
}

function keyOf(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tandem cursor', 32)).toString('base64url')
}

/**
 * The start of the hash of key and message. SHA-512/256 cannot be extended, so a key before the message authenticates it,
 * as HMAC does. HMAC has no function of Node's that computes it at once: it cost 20 µs of a list's 400.
 * The length keeps a part of the context from being taken for a part of the text.
 */
function mac(key: string, text: string, context: string): string {
  return hash('sha512-256', `${key}${context.length} ${context}${text}`, 'base64url').slice(0, MAC_LENGTH)
}

function isSame(made: string, found: string): boolean {
  const [a, b] = [Buffer.from(made), Buffer.from(found)]
  return a.length === b.length && timingSafeEqual(a, b)
}
