import { type Connection, openServer } from './connection.ts'
import { hasEmbedded } from './embedded/unfinished.ts'

/** The database that the environment names. */
export interface Place {
  url?: string | undefined
  directUrl?: string | undefined
  dataDir: string
}

/** Opens a database without making one: undefined where an embedded one was never made. */
export async function openExisting({ url, directUrl, dataDir }: Place): Promise<Connection | undefined> {
  if (url) return openServer(url, { directUrl })
  if (!hasEmbedded(dataDir)) return undefined
  const { openEmbedded } = await import('./embedded/embedded.ts')
  return openEmbedded(dataDir)
}
