import { isIPv6 } from 'node:net'
import path from 'node:path'
import type { Env } from '../env.ts'
import { REST_PREFIX, TRPC_PREFIX } from '../http/prefixes.ts'
import type { Running } from './start.ts'

interface Summarised {
  url: string
  database: Pick<Running['database'], 'engine' | 'location'>
}

const ENGINE = { pglite: 'embedded PostgreSQL (PGlite)', postgresql: 'PostgreSQL' }

/** The URL of a server that listens there. IPv6 addresses have brackets in URLs. */
export function urlOf(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}

/** The table printed after a start: where everything is. */
export function summary(env: Env, { url, database }: Summarised): string {
  const base = url.replace('127.0.0.1', 'localhost')
  const rows = [
    ['Web', base],
    ['REST', base + REST_PREFIX],
    ['tRPC', base + TRPC_PREFIX],
    ['Docs', `${base}/docs  ${base}/redoc`],
    ...(env.METRICS_PORT === undefined ? [] : [['Metrics', `${urlOf(env.HOST, env.METRICS_PORT)}/metrics`]]),
    ['Database', `${ENGINE[database.engine]}, ${database.location}`],
    ['Data', path.resolve(env.DATA_DIR)],
  ]
  return `\n  Tandem is running\n\n${rows.map(([name = '', value]) => `  ${name.padEnd(10)}${value}\n`).join('')}\n`
}
