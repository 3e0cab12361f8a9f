import { existsSync } from 'node:fs'
import path from 'node:path'

/** The file that says that the database in `dataDir` is being made, or that a process was killed when it made it. */
export function unfinishedMark(dataDir: string): string {
  return path.resolve(dataDir, 'db.creating')
}

/** Whether there is an embedded database in `dataDir`. An unfinished one is none. */
export function hasEmbedded(dataDir: string): boolean {
  return existsSync(path.join(dataDir, 'db/PG_VERSION')) && !existsSync(unfinishedMark(dataDir))
}
