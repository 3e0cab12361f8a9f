import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'prisma/config'

// Keeps the CLI from downloading a schema engine. `prisma generate` does not need it, and migrations use the engine's
// WebAssembly build (src/migrate/schema-engine.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath
process.env.CHECKPOINT_DISABLE ??= '1'
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1'

const prisma = path.resolve(import.meta.dirname, '../../prisma')

if (/^<{7} /m.test(readFileSync(path.join(prisma, 'schema.prisma'), 'utf8'))) {
  process.stderr.write('prisma/schema.prisma: has conflicts that nobody has resolved yet\n')
  process.exit(2)
}

export default defineConfig({
  schema: path.join(prisma, 'schema.prisma'),
  migrations: { path: path.join(prisma, 'migrations') },
})
