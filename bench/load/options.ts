import { parseArgs } from 'node:util'

export const USAGE = `usage: pnpm load --url URL [options]

  --url URL      the root of the server, such as http://127.0.0.1:3000
  --users N      how many users there are in the end, each with a connection of their own (10; at most 1,000)
  --seconds N    how long the load lasts in all (30; at most 600)
  --steps N      in how many steps the number of users grows (4)
  --rate N       requests a second of each user; without it the next is sent as soon as the last is answered
  --tokens FILE  access tokens to use, one a line; without it users are registered, and deleted in the end`

export class UsageError extends Error {}

/** Bounds of a run. A registered user costs the server a hash, and an access token lives for 15 minutes by default. */
const MAX_USERS = 1000
const MAX_SECONDS = 600

export interface LoadOptions {
  /** Without a slash at its end. */
  url: string
  users: number
  seconds: number
  steps: number
  /** Requests a second of each user. */
  rate: number | undefined
  /** The path of a file with access tokens. */
  tokens: string | undefined
}

/** Reads the command line. @throws {@link UsageError} for an unknown option, a bad value or a missing address */
export function readOptions(args: string[]): LoadOptions {
  const given = parse(args)
  if (given.url === undefined) throw new UsageError('--url is missing: the load goes nowhere by itself')
  const users = integer('users', given.users, 10, MAX_USERS)
  const seconds = integer('seconds', given.seconds, 30, MAX_SECONDS)
  return {
    url: rootOf(given.url),
    users,
    seconds,
    // A step has a second and a user of its own, at least.
    steps: Math.min(integer('steps', given.steps, 4, MAX_SECONDS), users, seconds),
    rate: given.rate === undefined ? undefined : integer('rate', given.rate, 1, 1000),
    tokens: given.tokens,
  }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const
  try {
    const options = { url: text, users: text, seconds: text, steps: text, rate: text, tokens: text }
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function rootOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search || parsed.hash || parsed.username)
    throw new UsageError('--url must be the root of a server, such as http://127.0.0.1:3000')
  return parsed.href.replace(/\/$/, '')
}

function integer(name: string, value: string | undefined, otherwise: number, max: number): number {
  const number = value === undefined ? otherwise : Number(value)
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new UsageError(`--${name} must be an integer from 1 to ${max}`)
  return number
}
