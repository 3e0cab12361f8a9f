import path from 'node:path'
import { rolldown } from 'rolldown'
import { bench } from '../folders.ts'
import { builtServers } from './server-process.ts'

/**
 * Makes plain JavaScript of the servers that Tandem is compared with, so that no compiler sits in their memory while
 * they are measured. What they import stays outside.
 */
export async function buildServers(): Promise<void> {
  const bundle = await rolldown({
    input: Object.fromEntries(
      ['floor', 'assembled'].map((name) => [name, path.join(bench, 'servers', name, 'server.ts')]),
    ),
    platform: 'node',
    external: /^[^./]/,
    logLevel: 'warn',
  })
  await bundle.write({ dir: builtServers, format: 'esm' })
}
