import { defineConfig } from 'vitest/config'
import { tries } from './vitest.shared.ts'

/** Browser tests: they need Debian's chromium-headless-shell or chromium, so they are no part of `pnpm test`. */
export default defineConfig({
  test: {
    ...tries,
    include: ['apps/web/e2e/**/*.e2e.ts'],
    globalSetup: 'apps/web/e2e/support/server/global-setup.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A page waits more than it computes.
    maxWorkers: 2,
    // As long as the pages of these tests wait for an element (support/harness.ts).
    expect: { poll: { timeout: 20_000, interval: 50 } },
  },
})
