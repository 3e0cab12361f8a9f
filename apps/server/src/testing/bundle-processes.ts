import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'
import { notBundled } from '../../rolldown/shipped-packages.ts'
import { coverageOf } from './process-coverage.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with what {@link launchServer} starts. */
    processes: string
    /** The folder in which they leave what they ran, where that is measured. */
    processCoverage: string | undefined
  }
}

const PACKAGE = path.join(import.meta.dirname, '../..')

/** What tests start in a process of its own, below `src`. */
const ENTRIES = ['main', 'commands/dev', 'boot/jobs.fixture']

/** Bundles them, once for all tests, in a second: a process that compiles the sources by itself takes three to start. */
export default async function setup({ provide, vitest }: TestProject) {
  const dir = path.join(PACKAGE, '.cache', `processes-${process.pid}`)
  const input = Object.fromEntries(ENTRIES.map((entry) => [entry, `src/${entry}.ts`]))
  const bundle = await rolldown({ cwd: PACKAGE, input, platform: 'node', external: notBundled })
  const { enabled, reportsDirectory } = vitest.config.coverage
  await bundle.write({ dir, format: 'esm', sourcemap: enabled })
  await bundle.close()
  provide('processes', dir)
  const ran = path.join(dir, 'ran')
  provide('processCoverage', enabled ? ran : undefined)
  return async () => {
    if (enabled) {
      // Vitest removes it where a test has failed.
      await mkdir(reportsDirectory, { recursive: true })
      await writeFile(
        path.join(reportsDirectory, 'processes.json'),
        JSON.stringify(await coverageOf(dir, ran)),
      )
    }
    await rm(dir, { recursive: true, force: true })
  }
}
