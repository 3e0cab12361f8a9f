import { isIP, isIPv6 } from 'node:net'
import ms from 'ms'
import { z } from 'zod'
import { StartError } from './boot/fail-start.ts'
import { nearMisses } from './near-misses.ts'
import { otlpVariables, withTracesUrl } from './traces/otlp-variables.ts'

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)

const secret = z
  .string()
  .refine((value) => Buffer.byteLength(value.trim()) >= 32, 'must have at least 32 bytes beside white space')
const MAX_DELAY_MS = 300_000

/** Longer would exceed the range of instants when it is added to one. */
const MAX_DURATION_MS = ms('10y')

/** A duration such as `15m`, `30d` or `900s`, in whole seconds. */
const duration = z.string().transform((value, ctx) => {
  const milliseconds = /^\d+ ?[a-z]+$/i.test(value) ? ms(value as ms.StringValue) : undefined
  if (milliseconds && milliseconds >= 1000 && milliseconds <= MAX_DURATION_MS) {
    return Math.floor(milliseconds / 1000)
  }
  ctx.issues.push({
    code: 'custom',
    message: 'must be a duration from 1s to 10y, such as 15m or 30d',
    input: value,
  })
  return z.NEVER
})

/** The same in milliseconds, `0` for none. */
const delay = z.string().transform((value, ctx) => {
  const milliseconds = /^(0|\d+ ?[a-z]+)$/i.test(value) ? ms(value as ms.StringValue) : undefined
  if (milliseconds !== undefined && milliseconds <= MAX_DELAY_MS) return milliseconds
  ctx.issues.push({
    code: 'custom',
    message: 'must be a duration of at most 5m, such as 1s or 500ms, or 0',
    input: value,
  })
  return z.NEVER
})

const url = (protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  })

const databaseUrl = url(['postgresql:', 'postgres:'])

/** A URL without a slash at its end, so that paths can be appended. */
const appUrl = url(['http:', 'https:'])
  .refine((value) => !/[?#@]/.test(value), 'must have no user, query or fragment')
  .transform((value) => new URL(value).href.replace(/\/+$/, ''))

/** `https://KEY:SECRET@HOST/BUCKET`, with a prefix of the keys after it, and `?region=…`. */
const s3Url = url(['http:', 'https:']).refine((value) => {
  const { username, password, pathname } = new URL(value)
  return username !== '' && password !== '' && pathname !== '/'
}, 'must have a key, a secret and a bucket: https://KEY:SECRET@HOST/BUCKET')

const MIB = 1024 * 1024
/** What one request to an S3-compatible store can carry. */
const MAX_FILE_BYTES = 5_000_000_000

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
)

const origins = list.refine(
  (all) => all.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
  'must be a comma-separated list of origins, such as https://app.example.com',
)

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal']

function isProxy(entry: string): boolean {
  if (PROXY_NAMES.includes(entry)) return true
  const [address = '', bits, ...rest] = entry.split('/')
  const family = isIP(address)
  const isRange = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
  return family > 0 && isRange && rest.length === 0
}

/** The proxies whose `X-Forwarded-For` is trusted: their number, or their addresses. */
const trustProxy = list.transform((entries, ctx) => {
  const [first = ''] = entries
  if (entries.length === 1 && first === 'false') return false
  if (entries.length === 1 && first === 'true') return true
  if (entries.length === 1 && /^\d$/.test(first)) return Number(first)
  if (entries.every(isProxy)) return entries
  const message = `must be a number of proxies, or a comma-separated list of addresses, ranges, ${PROXY_NAMES.join(', ')}`
  ctx.issues.push({ code: 'custom', message, input: entries })
  return z.NEVER
})

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** `tandem@example.com`, or `Tandem <tandem@example.com>`. */
const sender = z.string().transform((value, ctx) => {
  const [, name = '', address = value] = /^"?([^"<>\p{Cc}]*?)"? *<([^<>]*)>$/u.exec(value.trim()) ?? []
  if (z.regexes.html5Email.test(address.trim())) return { name, address: address.trim() }
  const message = 'must be an e-mail address, or a name and one, such as Tandem <tandem@example.com>'
  ctx.issues.push({ code: 'custom', message, input: value })
  return z.NEVER
})

const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).optional(),
    HOST: z.string().default('127.0.0.1'),
    PORT: wholeNumber(0, 65_535).default(3000),
    DATABASE_URL: databaseUrl.optional(),
    DIRECT_DATABASE_URL: databaseUrl.optional(),
    DATABASE_POOL_MAX: wholeNumber(1, 1_000).default(10),
    DATA_DIR: z.string().default('.data'),
    JWT_SECRET: secret.optional(),
    JWT_SECRET_PREVIOUS: secret.optional(),
    JWT_ISSUER: z.string().default('tandem'),
    JWT_AUDIENCE: z.string().default('tandem'),
    ACCESS_TOKEN_TTL: duration.prefault('15m'),
    REFRESH_TOKEN_TTL: duration.prefault('30d'),
    APP_URL: appUrl.optional(),
    CORS_ORIGINS: origins.prefault(''),
    TRUST_PROXY: trustProxy.prefault('false'),
    REDIS_URL: url(['redis:', 'rediss:']).optional(),
    SMTP_URL: url(['smtp:', 'smtps:']).optional(),
    MAIL_FROM: sender.optional(),
    REQUIRE_VERIFIED_EMAIL: flag.prefault('false'),
    METRICS_PORT: wholeNumber(1, 65_535).optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    WORKERS: wholeNumber(1, 256).default(1),
    RATE_LIMIT_MAX: wholeNumber(0, 1_000_000_000).default(600),
    RATE_LIMIT_AUTH_MAX: wholeNumber(0, 1_000_000_000).default(10),
    STREAMS_MAX: wholeNumber(0, 1_000_000_000).default(50),
    S3_URL: s3Url.optional(),
    FILES_MAX_BYTES: wholeNumber(1, MAX_FILE_BYTES).default(10 * MIB),
    FILES_QUOTA_BYTES: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(1024 * MIB),
    DRAIN_DELAY: delay.prefault('1s'),
    ...otlpVariables,
  })
  .check(({ value, issues }) => {
    const refuse = (name: string, message: string) =>
      issues.push({ code: 'custom', path: [name], message, input: undefined })
    if (value.NODE_ENV === 'production' && !value.JWT_SECRET)
      refuse('JWT_SECRET', 'is required when NODE_ENV=production')
    if (value.DIRECT_DATABASE_URL && !value.DATABASE_URL) {
      refuse('DIRECT_DATABASE_URL', 'needs DATABASE_URL: it leads to the same database without a pooler')
    }
    if (value.METRICS_PORT === value.PORT) refuse('METRICS_PORT', 'must not be PORT')
    if (value.WORKERS > 1 && !value.DATABASE_URL) {
      refuse('WORKERS', 'needs DATABASE_URL: the embedded database belongs to one process')
    }
  })
  .transform(({ APP_URL: given, ...env }) => {
    const APP_URL = given ?? localUrl(env)
    return {
      ...withTracesUrl(env),
      NODE_ENV: env.NODE_ENV ?? 'development',
      // Only where it is said: on Node 20 it makes a call a third slower.
      ...(env.NODE_ENV === 'development' && { SERVER_TIMING: true }),
      APP_URL,
      MAIL_FROM: env.MAIL_FROM ?? senderAt(APP_URL),
    }
  })

/** The names of all variables that are read. */
export const SETTINGS: readonly string[] = Object.keys(schema.in.shape)

/** Where a server is reached from its own machine. A server that listens everywhere listens there too. */
function localUrl({ HOST, PORT }: { HOST: string; PORT: number }): string {
  const host = HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : isIPv6(HOST) ? `[${HOST}]` : HOST
  return `http://${host}:${PORT}`
}

/** Who mails come from if nobody is named: an address cannot have a bare IP address as its domain. */
function senderAt(appUrl: string) {
  const { hostname } = new URL(appUrl)
  const domain = isIP(hostname.replace(/^\[|\]$/g, '')) ? 'localhost' : hostname
  return { name: 'Tandem', address: `no-reply@${domain}` }
}

export type Env = Readonly<z.output<typeof schema>>

/** All mistakes in the environment, one line each. Values are left out, because they may be secret. */
export class EnvError extends StartError {
  override readonly name = 'EnvError'
}

/** Parses the environment into one frozen object. Empty variables count as unset. @throws EnvError */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const set = Object.entries(variables).filter(([, value]) => value !== '')
  const parsed = schema.safeParse(Object.fromEntries(set))
  if (parsed.success) return Object.freeze(parsed.data)
  const mistakes = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  // Perhaps the reason for the others.
  throw new EnvError([...mistakes, ...nearMisses(variables, SETTINGS)].join('\n'))
}

/** The environment of this process. @throws EnvError */
export function readEnv(): Env {
  return parseEnv(readVariables())
}

/** The variables of this process, as they are. The linter forbids `process.env` elsewhere. */
export function readVariables(): NodeJS.ProcessEnv {
  return process.env
}
