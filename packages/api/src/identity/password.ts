import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { TRPCError } from '@trpc/server'
import { dictionary } from '@zxcvbn-ts/language-common'
import pLimit from 'p-limit'
import { invalidInput } from '../core/errors.ts'

/** argon2id at OWASP's first recommendation, about 50 ms of one core: m = 19 MiB, t = 2, p = 1. */
const ARGON2ID = { algorithm: 2, memoryCost: 19456, timeCost: 2, parallelism: 1 } as const

/** Hashes at work at a time, and those that may wait: some two seconds of work, and 19 MiB for each at work. */
const AT_WORK = availableParallelism()
const WAITING = AT_WORK * 40

const COMMON = new Set(dictionary['passwords-common'].filter((password) => password.length >= 8))
const queue = pLimit(AT_WORK)

/** Throws where the password is one of those that everybody tries first. */
export function refuseCommon(password: string, field: string): void {
  if (COMMON.has(password.toLowerCase())) {
    throw invalidInput([field], 'is among the most common passwords; choose another')
  }
}

/** Hashes a password with argon2id, in PHC string format. Throws SERVICE_UNAVAILABLE when too many are waiting. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(canonical(password), ARGON2ID))
}

/**
 * Whether the password is the one that was hashed. With no hash it takes as long, and says no: an unknown account costs
 * the same. Throws SERVICE_UNAVAILABLE when too many are waiting.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hash('no account has this password', ARGON2ID)
  const against = passwordHash ?? (await decoy)
  const matches = await inTurn(() => verify(against, canonical(password)))
  return matches && passwordHash !== undefined
}

let decoy: Promise<string> | undefined

/** Sign-ins are answered in bounded time, or at once that there are too many: they must not starve everything else. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (queue.pendingCount >= WAITING) {
    throw new TRPCError({
      code: 'SERVICE_UNAVAILABLE',
      message: 'Too many sign-ins at once; try again shortly',
    })
  }
  return queue(work)
}

/** Keyboards differ in how they compose accents; the same password typed on two of them must match. */
function canonical(password: string): string {
  return password.normalize('NFKC')
}
