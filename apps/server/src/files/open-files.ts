import path from 'node:path'
import { createDiskStore, createFiles, type FileStore, type Services } from '@tandem/api'
import type { Env } from '../env.ts'

interface FilesLog {
  warn(message: string): void
  info(fields: object, message: string): void
}

/** Where the bytes of files are: in a bucket if there is one, or else on this machine. */
export async function openStore({ S3_URL, DATA_DIR }: Pick<Env, 'S3_URL' | 'DATA_DIR'>): Promise<FileStore> {
  if (S3_URL === undefined) return createDiskStore(path.join(DATA_DIR, 'files'))
  return (await import('./s3-store.ts')).createS3Store(S3_URL)
}

/** The files of users. */
export async function openFiles(env: Env, db: Services['db'], log: FilesLog): Promise<Services['files']> {
  return createFiles({
    db,
    store: reportFailures(await openStore(env), log),
    maxBytes: env.FILES_MAX_BYTES,
    quotaBytes: env.FILES_QUOTA_BYTES,
    onUnread: (err) => log.warn(`a file could not be read: ${messageOf(err)}`),
    onSwept: (removed) => log.info(removed, 'removed what belonged to no file, and files without bytes'),
  })
}

/** A caller is told that a file cannot be kept, and the operator why. */
function reportFailures(store: FileStore, log: FilesLog): FileStore {
  return {
    ...store,
    put: (key, bytes) =>
      store.put(key, bytes).catch((err: unknown) => {
        log.warn(`a file could not be kept: ${messageOf(err)}`)
        throw err
      }),
  }
}

function messageOf(err: unknown): string {
  return err instanceof Error ? err.message : String(err)
}

/** Where uploads are until they are complete. */
export function spoolFolder({ DATA_DIR }: Pick<Env, 'DATA_DIR'>): string {
  return path.join(DATA_DIR, 'files', 'uploads')
}
