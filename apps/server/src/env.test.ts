import { describe, expect, test } from 'vitest'
import { EnvError, parseEnv } from './env.ts'

test('an empty environment has the documented defaults', () => {
  expect(parseEnv({})).toEqual({
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: 3000,
    APP_URL: 'http://127.0.0.1:3000',
    DATABASE_POOL_MAX: 10,
    DATA_DIR: '.data',
    JWT_ISSUER: 'tandem',
    JWT_AUDIENCE: 'tandem',
    ACCESS_TOKEN_TTL: 900,
    REFRESH_TOKEN_TTL: 30 * 86_400,
    CORS_ORIGINS: [],
    TRUST_PROXY: false,
    MAIL_FROM: { name: 'Tandem', address: 'no-reply@localhost' },
    REQUIRE_VERIFIED_EMAIL: false,
    LOG_LEVEL: 'info',
    WORKERS: 1,
    RATE_LIMIT_MAX: 600,
    RATE_LIMIT_AUTH_MAX: 10,
    STREAMS_MAX: 50,
    FILES_MAX_BYTES: 10 * 1024 * 1024,
    FILES_QUOTA_BYTES: 1024 * 1024 * 1024,
    DRAIN_DELAY: 1000,
  })
})

test('an empty variable counts as unset', () => {
  expect(parseEnv({ PORT: '', DATABASE_URL: '', JWT_SECRET: '' })).toEqual(parseEnv({}))
})

test.each([
  [{}, 'http://127.0.0.1:3000'],
  [{ HOST: '0.0.0.0', PORT: '80' }, 'http://localhost:80'],
  [{ HOST: '::1' }, 'http://[::1]:3000'],
  [{ APP_URL: 'https://example.com' }, 'https://example.com'],
  [{ APP_URL: 'https://example.com/tasks/' }, 'https://example.com/tasks'],
])('people reach the server of %o at %s', (variables, url) => {
  expect(parseEnv(variables).APP_URL).toBe(url)
})

test('the result is frozen', () => {
  const env = parseEnv({})
  expect(() => Object.assign(env, { PORT: 1 })).toThrow(TypeError)
})

test('other variables are left out', () => {
  expect(parseEnv({ PATH: '/bin' })).not.toHaveProperty('PATH')
})

const mistakes = (variables: Record<string, string>) => {
  try {
    parseEnv(variables)
  } catch (error) {
    if (error instanceof EnvError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('a mistake is one line with the name of the variable', () => {
  test.each([
    ['PORT', 'abc'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '3000 '],
    ['NODE_ENV', 'prod'],
    ['DATABASE_URL', 'mysql://127.0.0.1/x'],
    ['DATABASE_URL', 'postgres'],
    ['DATABASE_POOL_MAX', '0'],
    ['JWT_SECRET', 'short'],
    ['JWT_SECRET', `${' '.repeat(40)}x`],
    ['JWT_SECRET_PREVIOUS', 'short'],
    ['ACCESS_TOKEN_TTL', '15'],
    ['ACCESS_TOKEN_TTL', '0s'],
    ['ACCESS_TOKEN_TTL', 'soon'],
    ['ACCESS_TOKEN_TTL', '999999999d'],
    ['REFRESH_TOKEN_TTL', '-1d'],
    ['APP_URL', 'example.com'],
    ['APP_URL', 'ftp://example.com'],
    ['APP_URL', 'https://example.com/?a=b'],
    ['DRAIN_DELAY', '5'],
    ['DRAIN_DELAY', '6m'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/path'],
    ['TRUST_PROXY', 'everyone'],
    ['TRUST_PROXY', '10.0.0.0/99'],
    ['TRUST_PROXY', '::1/129'],
    ['REDIS_URL', 'http://127.0.0.1'],
    ['S3_URL', 's3://key:secret@s3.example.com/files'],
    ['S3_URL', 'https://key:secret@s3.example.com'],
    ['S3_URL', 'https://s3.example.com/files'],
    ['FILES_MAX_BYTES', '10MiB'],
    ['FILES_MAX_BYTES', '0'],
    ['FILES_QUOTA_BYTES', '-1'],
    ['SMTP_URL', 'mail'],
    ['MAIL_FROM', 'Tandem'],
    ['MAIL_FROM', 'Tandem <tandem>, <x@y.z>'],
    ['MAIL_FROM', 'Tandem\nBcc: x <a@b.c>'],
    ['MAIL_FROM', 'a@b.c\r\nBcc: x@y.z'],
    ['REQUIRE_VERIFIED_EMAIL', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['WORKERS', '0'],
    ['RATE_LIMIT_MAX', 'many'],
    ['RATE_LIMIT_AUTH_MAX', '-5'],
    ['STREAMS_MAX', 'none'],
    ['METRICS_PORT', '0'],
    ['METRICS_PORT', '3000'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
  ])('%s=%s', (name, value) => {
    const lines = mistakes({ [name]: value })
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^${name}: `))])
    expect(lines.join()).not.toContain(`"${value}"`)
  })

  test('all mistakes are reported at once', () => {
    expect(mistakes({ PORT: 'x', LOG_LEVEL: 'x', WORKERS: 'x' })).toHaveLength(3)
  })
})

test('production requires a secret, and workers and a direct URL require a database server', () => {
  expect(mistakes({ NODE_ENV: 'production' })).toEqual(['JWT_SECRET: is required when NODE_ENV=production'])
  expect(mistakes({ WORKERS: '2' })).toEqual([expect.stringMatching(/^WORKERS: needs DATABASE_URL/)])
  expect(mistakes({ DIRECT_DATABASE_URL: 'postgresql://127.0.0.1/x' })).toEqual([
    expect.stringMatching(/^DIRECT_DATABASE_URL: needs DATABASE_URL/),
  ])
  expect(parseEnv({ WORKERS: '2', DATABASE_URL: 'postgresql://127.0.0.1/x' }).WORKERS).toBe(2)
})

test.each([
  ['true', true],
  ['2', 2],
  ['10.0.0.0/8, loopback', ['10.0.0.0/8', 'loopback']],
  ['::1', ['::1']],
])('TRUST_PROXY=%s', (value, parsed) => {
  expect(parseEnv({ TRUST_PROXY: value }).TRUST_PROXY).toEqual(parsed)
})

test.each([
  [{ MAIL_FROM: 'tasks@example.com' }, '', 'tasks@example.com'],
  [{ MAIL_FROM: 'Our Tasks <tasks@example.com>' }, 'Our Tasks', 'tasks@example.com'],
  [{ MAIL_FROM: '"Müller, Ada" <tasks@localhost>' }, 'Müller, Ada', 'tasks@localhost'],
  [{ APP_URL: 'https://tasks.example.com/base' }, 'Tandem', 'no-reply@tasks.example.com'],
  [{ HOST: '::1' }, 'Tandem', 'no-reply@localhost'],
])('with %o mails come from %j <%s>', (variables, name, address) => {
  expect(parseEnv(variables).MAIL_FROM).toEqual({ name, address })
})

test.each([
  [{}, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, 'http://collector:4318/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://example.com/otlp/' }, 'https://example.com/otlp/v1/traces'],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b/traces' },
    'http://b/traces',
  ],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_TRACES_EXPORTER: 'none' }, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_SDK_DISABLED: 'TRUE' }, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_SDK_DISABLED: 'no' }, 'http://a/v1/traces'],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' },
    'http://a/v1/traces',
  ],
])('with %o traces go to %s', (variables, url) => {
  expect(parseEnv(variables).TRACES_URL).toBe(url)
})

test('durations are read as seconds', () => {
  expect(parseEnv({ ACCESS_TOKEN_TTL: '90s', REFRESH_TOKEN_TTL: '2h' })).toMatchObject({
    ACCESS_TOKEN_TTL: 90,
    REFRESH_TOKEN_TTL: 7200,
  })
})
