import { configDefaults } from 'vitest/config'
import { packageTests } from '../../vitest.shared.ts'

/** `pnpm test:processes` runs them: they make embedded databases from nothing, and start processes. */
export const PROCESS_TESTS = [
  'src/engine/embedded/embedded.test.ts',
  'src/engine/embedded/shipped-cluster.test.ts',
  'src/migrate/cli.test.ts',
]

export default packageTests('db', { exclude: [...configDefaults.exclude, ...PROCESS_TESTS] })
