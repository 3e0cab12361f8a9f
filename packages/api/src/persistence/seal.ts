import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Encrypts what has to be stored and must not be read from the database: AES-256-GCM. */
export interface Seal {
  close(text: string): Uint8Array<ArrayBuffer>
  /** Throws where the bytes were not sealed with the same secret. */
  open(sealed: Uint8Array): string
}

const ALGORITHM = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/** The key is derived from the secret, so that it may be the one that signs access tokens. */
export function createSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tandem seal', 32))
  return {
    close: (text) => {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv(ALGORITHM, key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]))
    },
    open: (sealed) => {
      const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE), { authTagLength: TAG })
      decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
      return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
    },
  }
}
