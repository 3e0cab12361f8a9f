import { defineConfig } from 'vitest/config'

/** Browser tests: they need Debian's chromium, so they are no part of `pnpm test`. */
export default defineConfig({
  test: {
    include: ['apps/web/e2e/**/*.e2e.ts'],
    globalSetup: 'apps/web/e2e/support/global-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    expect: { poll: { timeout: 5_000, interval: 50 } },
  },
})
