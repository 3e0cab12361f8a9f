import { onTestFinished } from 'vitest'
import {
  createRateLimits,
  type LimitState,
  type RateLimitOptions,
  type RateLimits,
} from '../limits/rate-limits.ts'

/** Limits of 10 calls and 3 attempts, closed when the test ends, and what they log. */
export async function createLimits(options: Partial<RateLimitOptions> = {}) {
  const lines: string[] = []
  const log = {
    warn: (message: string) => void lines.push(`warn: ${message}`),
    info: (message: string) => void lines.push(`info: ${message}`),
  }
  const limits = await createRateLimits({ calls: 10, attempts: 3, log, ...options })
  onTestFinished(() => limits.close())
  return { limits, lines }
}

/** Takes from the limit of calls. */
export async function take(limits: RateLimits, key: string, cost = 1): Promise<LimitState> {
  const state = await limits.take('calls', key, cost)
  if (!state) throw new Error('the limit is off')
  return state
}

export const outcome = ({ allowed, remaining }: LimitState) => [allowed, remaining]
