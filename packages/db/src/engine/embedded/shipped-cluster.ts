import { existsSync } from 'node:fs'
import path from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { prismaDirectory } from '../../migrate/migrations-folder.ts'

/**
 * The archive from which a first start copies its database, with the migrations applied: initdb would take seconds, and 800 MB.
 * `pnpm build` puts it beside the migrations. Undefined in the repository, where there is none.
 */
export function shippedCluster(): string | undefined {
  const archive = path.join(prismaDirectory(), 'cluster.tar.gz')
  return existsSync(archive) ? archive : undefined
}

/** Unpacks the archive of a cluster into a folder, in one go. Rejects if not all of it could be written. */
export async function unpackCluster(archive: string, folder: string): Promise<void> {
  // Loaded on demand: only a first start needs it. Its main entry has other packages in it, without their licences.
  const { extract } = await import('tar/extract')
  extract({
    // What is unpacked at the same time would still be written after a failure, into a folder that was removed.
    sync: true,
    file: archive,
    cwd: folder,
    // Else a full disk would go unnoticed.
    strict: true,
    // PGlite's names begin with a slash, and its modes let everybody in.
    strip: 1,
    onReadEntry: (entry) => {
      entry.mode = (entry.mode ?? 0) & 0o700
    },
    preserveOwner: false,
    noMtime: true,
  })
}

/** Makes anew what no two installations may share: a client could take the revisions of one for those of another. */
export async function ownCluster(lite: PGlite): Promise<void> {
  await lite.exec('SELECT begin_epoch()')
}
