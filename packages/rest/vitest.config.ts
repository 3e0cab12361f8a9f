import { packageTests } from '../../vitest.shared.ts'

export default packageTests('rest', { setupFiles: 'src/testing/setup.ts' })
