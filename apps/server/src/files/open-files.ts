import path from 'node:path'
import { createDiskStore, createFiles, type FileStore, type Services } from '@tandem/api'
import type { Env } from '../env.ts'
import { createS3Store } from './s3-store.ts'

interface FilesLog {
  warn(message: string): void
}

/** The files of users: in a bucket if there is one, or else on this machine. */
export function openFiles(env: Env, db: Services['db'], log: FilesLog): Services['files'] {
  const store =
    env.S3_URL === undefined ? createDiskStore(path.join(env.DATA_DIR, 'files')) : createS3Store(env.S3_URL)
  return createFiles({
    db,
    store: reportFailures(store, log),
    maxBytes: env.FILES_MAX_BYTES,
    quotaBytes: env.FILES_QUOTA_BYTES,
  })
}

/** A caller is told that a file cannot be kept, and the operator why. */
function reportFailures(store: FileStore, log: FilesLog): FileStore {
  return {
    ...store,
    put: (key, bytes) =>
      store.put(key, bytes).catch((err: unknown) => {
        log.warn(`a file could not be kept: ${err instanceof Error ? err.message : String(err)}`)
        throw err
      }),
  }
}

/** Where uploads are until they are complete. */
export function spoolFolder({ DATA_DIR }: Pick<Env, 'DATA_DIR'>): string {
  return path.join(DATA_DIR, 'files', 'uploads')
}
