import { packageTests } from '../../vitest.shared.ts'

export default packageTests('api', { setupFiles: 'src/testing/setup.ts' })
