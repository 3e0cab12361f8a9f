import { hash, hkdfSync, timingSafeEqual } from 'node:crypto'

/** Authenticates texts that clients keep for the server. It does not hide them. */
export interface Signer {
  /** An opaque form of the text, which opens only in the same context. The context is not part of it. */
  sign(text: string, context: string): string
  /** The text. Undefined for anything that this signer did not make, as it is, for this context. */
  open(signed: string, context: string): string | undefined
}

const MAC_BYTES = 16

/** The signer of cursors. The key is derived from the secret. What was signed with `previousSecret` still opens. */
export function createCursorSigner(secret: string, previousSecret?: string): Signer {
  const key = keyOf(secret)
  const keys = previousSecret === undefined ? [key] : [key, keyOf(previousSecret)]
  return {
    sign: (text, context) =>
      Buffer.concat([mac(key, text, context), Buffer.from(text)]).toString('base64url'),
    open: (signed, context) => {
      const bytes = Buffer.from(signed, 'base64url')
      // Node also reads characters that are not in the alphabet, and bits that do not count.
      if (bytes.length < MAC_BYTES || bytes.toString('base64url') !== signed) return undefined
      const found = bytes.subarray(0, MAC_BYTES)
      const text = bytes.toString('utf8', MAC_BYTES)
      return keys.some((key) => timingSafeEqual(mac(key, text, context), found)) ? text : undefined
    },
  }
}

function keyOf(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tandem cursor', 32)).toString('base64url')
}

/**
 * The hash of key and message, cut to 128 bits. SHA-512/256 cannot be extended, so a key before the message authenticates
 * it, as HMAC does. HMAC has no function of Node's that computes it at once: it cost 20 µs of a list's 400.
 * The length keeps a part of the context from being taken for a part of the text.
 */
function mac(key: string, text: string, context: string): Buffer {
  return hash('sha512-256', `${key}${context.length} ${context}${text}`, 'buffer').subarray(0, MAC_BYTES)
}
