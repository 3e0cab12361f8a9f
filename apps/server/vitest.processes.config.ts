import { packageTests } from '../../vitest.shared.ts'
import { PROCESS_TESTS, settings } from './vitest.config.ts'

export default packageTests('server-processes', { ...settings, include: PROCESS_TESTS })
