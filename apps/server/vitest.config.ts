import path from 'node:path'
import { packageTests } from '../../vitest.shared.ts'

export default packageTests('server', {
  setupFiles: 'src/testing/setup.ts',
  globalSetup: 'src/testing/bundle-processes.ts',
  alias: {
    '@node-rs/argon2': path.join(import.meta.dirname, '../../packages/api/src/testing/argon2.ts'),
  },
})
