import { mergeConfig } from 'vitest/config'
import { packageTests } from '../../vitest.shared.ts'

/** Tests that plan and write whole projects, or drive a terminal. They take minutes, so they are no part of `pnpm test`. */
export default mergeConfig(packageTests('builder-e2e'), {
  test: {
    include: ['src/**/*.e2e.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
})
