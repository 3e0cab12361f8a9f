import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type * as Glue from '@prisma/schema-engine-wasm'
import type pg from 'pg'
import { EnginePg, type RunScript } from './engine-adapter.ts'
import type { MigrationsFolder } from './migrations-folder.ts'
import { webAssembly } from './web-assembly.ts'

type EngineModule = typeof Glue & { __wbg_set_wasm(exports: object): void }

declare global {
  // The engine looks for this global, and reports a panic there before it stops.
  var PRISMA_WASM_PANIC_REGISTRY: { set_message(message: string): void } | undefined
}

/** A schema with nothing but the provider: the engine needs no more to apply migrations. */
const postgresql: [string, string] = ['datasource.prisma', 'datasource db {\n  provider = "postgresql"\n}\n']

/** No table or enum is managed outside the migrations. */
const filters = { externalTables: [], externalEnums: [] }

let loading: Promise<EngineModule> | undefined

/** Applies the pending migrations of a folder, and records them as `prisma migrate deploy` does. Returns their names. */
export async function applyFolder(
  pool: pg.Pool,
  folder: MigrationsFolder,
  runScript?: RunScript,
): Promise<string[]> {
  const apply = async (engine: Glue.SchemaEngine) => {
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
  }
  return withEngine(pool, postgresql, apply, runScript)
}

/** The engine's code for tables without a history of migrations. */
const FOREIGN = 'P3005'

/** Only the trace at the end of the engine's error names the migration. */
function rethrow(error: unknown): never {
  if (!(error instanceof Error)) throw error
  if ('code' in error && error.code === FOREIGN) {
    const advice = 'name an empty one with DATABASE_URL or DATA_DIR'
    throw new Error(`the database is not empty, and not Tandem's: ${advice}`, { cause: error })
  }
  const name = /migration_name="([^"]+)"/.exec(error.message)?.[1]
  if (name === undefined) throw error
  const lines = error.message
    .split('\n')
    .filter((line) => line && !/^ |^external connector error$/.test(line))
  throw new Error(`migration ${name} failed: ${lines.join(' ')}`, { cause: error })
}

/** The SQL that would bring the database to the Prisma schema; null when they are the same. */
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
  runScript?: RunScript,
): Promise<T> {
  loading ??= loadEngine()
  const { SchemaEngine } = await loading
  const adapter = new EnginePg(pool, runScript)
  const engine = await SchemaEngine.new(
    { datamodels: [datamodel] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  )
  try {
    return await use(engine)
  } finally {
    engine.free()
    await adapter.dispose()
  }
}

const setTimeoutImport = '__wbg_setTimeout_'

/** The engine never clears its timers, which would keep the process alive for ten seconds. */
function setUnrefTimeout(callback: () => void, milliseconds: number) {
  return setTimeout(callback, milliseconds >>> 0).unref()
}

/** Instantiates Prisma's schema engine. Its package expects a bundler that can import WebAssembly. */
async function loadEngine(): Promise<EngineModule> {
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    set_message(message) {
      throw new Error(`Prisma's schema engine panicked: ${message}`)
    },
  }
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const glue: EngineModule = await import(pathToFileURL(file).href)
  const wasm = await readFile(file.replace(/\.js$/, '.wasm'))
  const imports = Object.entries(glue).map(([name, value]) => [
    name,
    name.startsWith(setTimeoutImport) ? setUnrefTimeout : value,
  ])
  const { instance } = await webAssembly.instantiate(wasm, {
    './schema_engine_bg.js': Object.fromEntries(imports),
  })
  glue.__wbg_set_wasm(instance.exports)
  const { __wbindgen_start: start } = instance.exports
  if (typeof start === 'function') start()
  return glue
}
