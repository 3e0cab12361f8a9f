import path from 'node:path'
import { packageTests } from '../../vitest.shared.ts'

export default packageTests('api', {
  setupFiles: 'src/testing/setup.ts',
  alias: { '@node-rs/argon2': path.join(import.meta.dirname, 'src/testing/argon2.ts') },
})
