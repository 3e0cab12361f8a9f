import { packageTests } from '../../vitest.shared.ts'
import { PROCESS_TESTS } from './vitest.config.ts'

export default packageTests('db-processes', { include: PROCESS_TESTS })
