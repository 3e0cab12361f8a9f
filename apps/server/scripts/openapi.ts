/** Writes `openapi.json`, the committed copy of the document that the server serves. `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openApiJson } from '../src/http/openapi.ts'

const target = path.join(import.meta.dirname, '../openapi.json')

if (!process.argv.includes('--check')) writeFileSync(target, openApiJson())
else if (readFileSync(target, 'utf8') !== openApiJson()) {
  process.stderr.write('apps/server/openapi.json is out of date: run pnpm snapshot\n')
  process.exit(1)
}
