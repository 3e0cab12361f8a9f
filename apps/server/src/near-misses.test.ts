import { expect, test } from 'vitest'
import { readVariables, SETTINGS } from './env.ts'
import { nearMisses } from './near-misses.ts'

test.each([
  ['JWT_SECRT', 'JWT_SECRET'],
  ['JWT_SECRETS', 'JWT_SECRET'],
  ['jwt_secret', 'JWT_SECRET'],
  ['PROT', 'PORT'],
  ['PORTS', 'PORT'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['REDIS_URI', 'REDIS_URL'],
  ['CORS_ORIGIN', 'CORS_ORIGINS'],
  ['TRUSTPROXY', 'TRUST_PROXY'],
  ['OTEL_EXPORTER_OTLP_ENDPIONT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
])('%s is taken for %s', (name, setting) => {
  const [line, ...more] = nearMisses({ [name]: 'hunter2' }, SETTINGS)
  expect(more).toEqual([])
  expect(line).toContain(`${name}: `)
  expect(line).toContain(`is it ${setting}?`)
  expect(line).not.toContain('hunter2')
})

test.each([
  // What systems, shells, package managers and OpenTelemetry set.
  ...[
    'HOME',
    'PATH',
    'HOSTNAME',
    'HOSTTYPE',
    'LOGNAME',
    'USER',
    'TERM',
    'PWD',
    'SHELL',
    'SHLVL',
    'LANG',
    'TZ',
  ],
  ...['NODE_OPTIONS', 'NODE_PATH', 'npm_config_port', 'INIT_CWD', 'CI', 'DEBUG', 'http_proxy', 'NO_PROXY'],
  ...['PGHOST', 'PGPORT', 'S3_BUCKET', 'AWS_REGION', 'TEST_DATABASE_URL', 'INVOCATION_ID', 'JOURNAL_STREAM'],
  ...[
    'OTEL_EXPORTER_OTLP_HEADERS',
    'OTEL_EXPORTER_OTLP_TIMEOUT',
    'OTEL_LOGS_EXPORTER',
    'OTEL_METRICS_EXPORTER',
  ],
  ...['OTEL_SERVICE_NAME', 'OTEL_TRACES_SAMPLER', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'],
])('%s is something else', (name) => {
  expect(nearMisses({ [name]: 'x' }, SETTINGS)).toEqual([])
})

test('settings, what is empty, and the environment of this process are no near misses', () => {
  expect(nearMisses({ JWT_SECRET: 'x', JWT_SECRT: '', PORT: '1' }, SETTINGS)).toEqual([])
  expect(nearMisses(readVariables(), SETTINGS)).toEqual([])
})
