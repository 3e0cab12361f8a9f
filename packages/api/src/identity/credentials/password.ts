import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { TRPCError } from '@trpc/server'
import pLimit from 'p-limit'
import { invalidInput } from '../../core/errors.ts'

/** argon2id with OWASP's first recommendation, about 50 ms of one core: m = 19 MiB, t = 2, p = 1. */
const ARGON2ID = { algorithm: 2, memoryCost: 19456, timeCost: 2, parallelism: 1 } as const

/** Each running hash takes 19 MiB. A full queue is about two seconds of work. */
const MAX_CONCURRENT = availableParallelism()
const MAX_QUEUED = MAX_CONCURRENT * 40

const limit = pLimit(MAX_CONCURRENT)

/** @throws UNPROCESSABLE_CONTENT for one of the most common passwords */
export async function rejectCommonPassword(password: string, field: string): Promise<void> {
  commonPasswords ??= readCommonPasswords()
  if ((await commonPasswords).has(password.toLowerCase())) {
    throw invalidInput([field], 'is among the most common passwords; choose another')
  }
}

let commonPasswords: Promise<Set<string>> | undefined

/** Read when the first password is chosen: a server starts sooner without. */
async function readCommonPasswords(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].filter((password) => password.length >= 8))
}

/** Hashes a password with argon2id, in PHC string format. @throws SERVICE_UNAVAILABLE when the queue is full */
export function hashPassword(password: string): Promise<string> {
  return enqueue(() => hash(normalize(password), ARGON2ID))
}

/**
 * Whether the password matches the hash. Without a hash the answer is no after the same time, so that the response time
 * does not reveal whether an account exists. @throws SERVICE_UNAVAILABLE when the queue is full
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  dummyHash ??= hash('no account has this password', ARGON2ID)
  const against = passwordHash ?? (await dummyHash)
  const matches = await enqueue(() => verify(against, normalize(password)))
  return matches && passwordHash !== undefined
}

let dummyHash: Promise<string> | undefined

/** Refuses work when the queue is full, so that a flood of sign-ins cannot starve everything else. */
async function enqueue<T>(work: () => Promise<T>): Promise<T> {
  if (limit.pendingCount >= MAX_QUEUED) {
    throw new TRPCError({
      code: 'SERVICE_UNAVAILABLE',
      message: 'Too many sign-ins at once; try again shortly',
    })
  }
  return limit(work)
}

/** Keyboards compose accents differently, so the same password may arrive in different code points. */
function normalize(password: string): string {
  return password.normalize('NFKC')
}
