import path from 'node:path'
import { configDefaults } from 'vitest/config'
import { packageTests } from '../../vitest.shared.ts'

/** `pnpm test:processes` runs them: each starts servers in processes of their own. */
export const PROCESS_TESTS = ['src/boot/processes/**/*.test.ts', 'src/boot/jobs.test.ts']

export const settings = {
  setupFiles: 'src/testing/setup.ts',
  globalSetup: 'src/testing/bundle-processes.ts',
  alias: {
    '@node-rs/argon2': path.join(import.meta.dirname, '../../packages/api/src/testing/argon2.ts'),
  },
}

export default packageTests('server', {
  ...settings,
  exclude: [...configDefaults.exclude, ...PROCESS_TESTS],
})
