import { mergeConfig } from 'vitest/config'
import { packageTests } from '../../vitest.shared.ts'

/** Tests that take minutes, so they are no part of `pnpm test`. */
export default mergeConfig(packageTests('server-e2e'), {
  test: {
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: 'src/testing/bundle-processes.ts',
    // Each of KILLS takes a start of the server and some seconds of work.
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    disableConsoleIntercept: true,
  },
})
