import type { Env } from '../env.ts'

/** Where the environment says that the database is. */
export function placeOf(env: Pick<Env, 'DATABASE_URL' | 'DIRECT_DATABASE_URL' | 'DATA_DIR'>) {
  return { url: env.DATABASE_URL, directUrl: env.DIRECT_DATABASE_URL, dataDir: env.DATA_DIR }
}
