import { defineConfig } from 'vitest/config'

/** Runs the tests of every package in one process, for `vitest` at the root. `pnpm test` runs each package's own. */
export default defineConfig({
  test: {
    projects: ['packages/*/vitest.config.ts', 'apps/*/vitest.config.ts', 'bench/vitest.config.ts'],
    maxWorkers: '100%',
  },
})
