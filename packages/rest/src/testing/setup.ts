import { beforeEach } from 'vitest'
import { forgetStreams } from './live.ts'

beforeEach(forgetStreams)
