import path from 'node:path'
import { defineConfig } from 'prisma/config'

// The CLI would download a schema engine it does not need here: `prisma generate` runs without it, and
// migrations run on the engine's WASM build (src/migrate.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath
process.env.CHECKPOINT_DISABLE ??= '1'
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1'

const prisma = path.resolve(import.meta.dirname, '../../prisma')

export default defineConfig({
  schema: path.join(prisma, 'schema.prisma'),
  migrations: { path: path.join(prisma, 'migrations') },
})
