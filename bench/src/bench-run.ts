import type { Dataset } from './dataset/dataset.ts'
import type { ResourceIds } from './dataset/resource-ids.ts'
import { type Server, type ServerName, startServer } from './launch/server-process.ts'
import type { Cores } from './machine/cores.ts'
import type { Options } from './options.ts'

/** What every section of one run of the bench shares. */
export interface BenchRun {
  options: Options
  cores: Cores
  dataset: Dataset
  taskIds: ResourceIds
}

/** Starts a server on a fresh copy of the data, and stops it when `use` is done. `variables` are added to its environment. */
export async function withServer<T>(
  { dataset, cores }: Pick<BenchRun, 'dataset' | 'cores'>,
  name: ServerName,
  use: (server: Server, databaseUrl: string) => Promise<T>,
  variables: Record<string, string> = {},
): Promise<T> {
  const url = await dataset.fresh(name)
  const server = await startServer(name, url, cores.server, variables)
  try {
    return await use(server, url)
  } finally {
    await server.stop()
  }
}
