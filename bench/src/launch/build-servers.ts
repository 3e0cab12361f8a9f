import path from 'node:path'
import { rolldown } from 'rolldown'
import { bench } from '../folders.ts'
import { builtServers } from './server-process.ts'

/**
 * Bundles the servers that Tandem is compared with into plain JavaScript, so that no compiler is in their memory while
 * they are measured. Packages that they import are not bundled.
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
