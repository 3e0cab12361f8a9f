import { afterAll } from 'vitest'
import { closeTestApp } from './app.ts'

afterAll(closeTestApp)
