import path from 'node:path'
import { EXIT } from './cli/exit.ts'
import { run } from './cli/run.ts'
import { renderer } from './renderer.ts'

// Files are written without a pause in between, so that this runs before all of them or after.
process.on('SIGINT', () => process.exit(EXIT.interrupted))
const root = path.resolve(import.meta.dirname, '../../..')
process.exitCode = await run(process.argv.slice(2), { root, renderer, env: process.env })
