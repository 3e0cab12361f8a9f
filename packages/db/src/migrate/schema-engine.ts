import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type * as Glue from '@prisma/schema-engine-wasm'
import type pg from 'pg'
import { EnginePg } from './engine-adapter.ts'
import { type MigrationsFolder, prismaDirectory } from './migrations-folder.ts'
import { webAssembly } from './web-assembly.ts'

type EngineModule = typeof Glue & { __wbg_set_wasm(exports: object): void }

declare global {
  // The engine's own name: it reports there what it panicked about, just before it stops.
  var PRISMA_WASM_PANIC_REGISTRY: { set_message(message: string): void } | undefined
}

/** To apply migrations, the engine needs to know nothing but which database they are written for. */
const postgresql: [string, string] = ['datasource.prisma', 'datasource db {\n  provider = "postgresql"\n}\n']

/** Nothing in the database is managed by anyone else. */
const filters = { externalTables: [], externalEnums: [] }

let loading: Promise<EngineModule> | undefined

/** Applies a folder's migrations that the database does not have yet, and records them as `prisma migrate deploy` does. */
export async function applyFolder(pool: pg.Pool, folder: MigrationsFolder): Promise<string[]> {
  return withEngine(pool, postgresql, async (engine) => {
    const applying = engine.applyMigrations({
      migrationsList: {
        baseDir: folder.directory,
        lockfile: { path: 'migration_lock.toml', content: folder.lock },
        shadowDbInitScript: '',
        migrationDirectories: folder.migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      filters,
    })
    const { appliedMigrationNames } = await applying.catch(rethrow)
    return appliedMigrationNames
  })
}

/** The engine's errors end in a trace of itself, which is the only place that names the migration. */
function rethrow(error: unknown): never {
  if (!(error instanceof Error)) throw error
  const name = /migration_name="([^"]+)"/.exec(error.message)?.[1]
  if (name === undefined) throw error
  const lines = error.message
    .split('\n')
    .filter((line) => line && !/^ |^external connector error$/.test(line))
  throw new Error(`migration ${name} failed: ${lines.join(' ')}`, { cause: error })
}

/** The SQL that would turn the database's schema into that of the Prisma schema; null when they are the same. */
export async function diffDatabase(
  pool: pg.Pool,
  schema: { path: string; content: string },
): Promise<string | null> {
  return withEngine(pool, [schema.path, schema.content], async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files: [schema], configDir: path.dirname(schema.path) },
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: true,
      filters,
    })
    return exitCode === 0 ? null : (stdout ?? '')
  })
}

async function withEngine<T>(
  pool: pg.Pool,
  datamodel: [string, string],
  use: (engine: Glue.SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= loadEngine()
  const { SchemaEngine } = await loading
  const adapter = bindMigrationAwareSqlAdapterFactory(new EnginePg(pool))
  const engine = await SchemaEngine.new({ datamodels: [datamodel] }, () => {}, adapter)
  try {
    return await use(engine)
  } finally {
    engine.free()
  }
}

const setTimeoutImport = '__wbg_setTimeout_'

/** The engine never clears its timers. Without this, a process that has migrated could not end for ten seconds. */
function briefly(callback: () => void, milliseconds: number) {
  return setTimeout(callback, milliseconds >>> 0).unref()
}

/** Loads Prisma's schema engine, which its package leaves to bundlers that can import WebAssembly. */
async function loadEngine(): Promise<EngineModule> {
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    set_message(message) {
      throw new Error(`Prisma's schema engine panicked: ${message}`)
    },
  }
  const file = resolveEngine()
  const glue: EngineModule = await import(pathToFileURL(file).href)
  const wasm = await readFile(file.replace(/\.js$/, '.wasm'))
  const imports = Object.entries(glue).map(([name, value]) => [
    name,
    name.startsWith(setTimeoutImport) ? briefly : value,
  ])
  const { instance } = await webAssembly.instantiate(wasm, {
    './schema_engine_bg.js': Object.fromEntries(imports),
  })
  glue.__wbg_set_wasm(instance.exports)
  const { __wbindgen_start: start } = instance.exports
  if (typeof start === 'function') start()
  return glue
}

function resolveEngine(): string {
  const engine = '@prisma/schema-engine-wasm/schema_engine_bg'
  try {
    return createRequire(import.meta.url).resolve(engine)
  } catch {
    // Bundled into an app, whose own dependencies this is not one of.
    const owner = path.resolve(prismaDirectory(), '../packages/db/package.json')
    return createRequire(owner).resolve(engine)
  }
}
