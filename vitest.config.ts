import { defineConfig } from 'vitest/config'
import { tries } from './vitest.shared.ts'

/** Runs the tests of every package in one process, for `vitest` at the root. `pnpm test` runs each package's own. */
export default defineConfig({
  test: {
    ...tries,
    projects: [
      'packages/*/vitest.config.ts',
      'apps/*/vitest.config.ts',
      'bench/vitest.config.ts',
      '{apps,packages}/*/vitest.processes.config.ts',
    ],
    maxWorkers: '100%',
  },
})
