import { hash, verify } from '@node-rs/argon2'
import { dictionary } from '@zxcvbn-ts/language-common'

/** argon2id at OWASP's first recommendation, about 50 ms of one core: m = 19 MiB, t = 2, p = 1. */
const ARGON2ID = { algorithm: 2, memoryCost: 19456, timeCost: 2, parallelism: 1 } as const

const COMMON = new Set(dictionary['passwords-common'].filter((password) => password.length >= 8))

/** One of the passwords that everybody tries first. */
export function isCommonPassword(password: string): boolean {
  return COMMON.has(password.toLowerCase())
}

/** Hashes a password with argon2id, in PHC string format. */
export function hashPassword(password: string): Promise<string> {
  return hash(canonical(password), ARGON2ID)
}

/** Whether the password is the one that was hashed. With no hash it takes as long, and says no: an unknown account costs the same. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password')
  const matches = await verify(passwordHash ?? (await decoy), canonical(password))
  return matches && passwordHash !== undefined
}

let decoy: Promise<string> | undefined

/** Keyboards differ in how they compose accents; the same password typed on two of them must match. */
function canonical(password: string): string {
  return password.normalize('NFKC')
}
