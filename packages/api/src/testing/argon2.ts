import { createRequire } from 'node:module'

const real: typeof import('@node-rs/argon2') = createRequire(import.meta.url)('@node-rs/argon2')

/** What a hash costs in tests: microseconds, where its full cost is 50 ms of a core. */
const CHEAP = { memoryCost: 8, timeCost: 1 }

let isFullCost = false

/** Runs work whose hashes cost what they cost users. */
export async function atFullCost<T>(work: () => Promise<T>): Promise<T> {
  isFullCost = true
  try {
    return await work()
  } finally {
    isFullCost = false
  }
}

/** Stands for `@node-rs/argon2` in tests (`vitest.config.ts`). */
export const hash: typeof real.hash = (password, options) =>
  real.hash(password, isFullCost ? options : { ...options, ...CHEAP })

export const { verify } = real
