import { afterAll } from 'vitest'
import { closeTestApi } from './test-api.ts'

afterAll(closeTestApi)
