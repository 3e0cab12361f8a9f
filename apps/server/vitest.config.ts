import { packageTests } from '../../vitest.shared.ts'

export default packageTests('server', {
  setupFiles: 'src/testing/setup.ts',
  globalSetup: 'src/testing/bundle-processes.ts',
})
