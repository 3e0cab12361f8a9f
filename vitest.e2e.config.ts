import { defineConfig } from 'vitest/config'

/** Browser tests: they need Debian's chromium, so they are no part of `pnpm test`. */
export default defineConfig({
  test: {
    include: ['apps/*/e2e/**/*.e2e.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
