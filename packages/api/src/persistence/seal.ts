import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Authenticated encryption (AES-256-GCM) for stored values that must not be readable in the database. */
export interface Seal {
  /** Encrypts the text with a random nonce. */
  close(text: string): Uint8Array<ArrayBuffer>
  /** Throws if the bytes were changed or encrypted with another secret. */
  open(sealed: Uint8Array): string
}

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Derives the key from the secret, which may therefore also be the one that signs access tokens. What was closed with
 * `previousSecret` can still be opened.
 */
export function createSeal(secret: string, previousSecret?: string): Seal {
  const key = keyOf(secret)
  const previousKey = previousSecret === undefined ? undefined : keyOf(previousSecret)
  return {
    close: (text) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(ALGORITHM, key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]))
    },
    open: (sealed) => {
      try {
        return open(sealed, key)
      } catch (error) {
        if (!previousKey) throw error
        return open(sealed, previousKey)
      }
    },
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tandem seal', 32))
}

function open(sealed: Uint8Array, key: Buffer): string {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const body = [decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]
  return Buffer.concat(body).toString('utf8')
}
