import { packageTests } from '../../vitest.shared.ts'

// A test of revalidation mocks `node:crypto` for the modules that it loads.
export default packageTests('rest', { isolate: true })
