import { type Logger, type LoggerOptions, pino } from 'pino'
import type { Env } from '../env.ts'

/** What every log of the server has in common. Secrets are left out. */
export function logOptions({ LOG_LEVEL }: Pick<Env, 'LOG_LEVEL'>): LoggerOptions {
  return {
    level: LOG_LEVEL,
    redact: ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'],
  }
}

/** A log for what is no part of the app: the process, its workers, its database. */
export function createLog(env: Pick<Env, 'LOG_LEVEL'>): Logger {
  return pino(logOptions(env))
}
