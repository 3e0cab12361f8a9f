import { cp, readdir, readFile, realpath, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { spreadBranches } from './spread-branches.ts'

/**
 * Packages that cannot be bundled, because they read files beside their code or are no JavaScript, with the files of each
 * that the server uses. The rest of them, ten times as much, stays behind.
 */
const FILES: Record<string, RegExp> = {
  '@electric-sql/pglite':
    /^dist\/(index|chunk-\w+|fs\/\w+|contrib\/pg_trgm)\.js$|^dist\/((pglite|initdb)\.wasm|pglite\.data|pg_trgm\.tar\.gz)$/,
  '@node-rs/argon2': /^index\.js$/,
  '@prisma/schema-engine-wasm': /^schema_engine_bg\.(js|wasm)$/,
  redoc: /^bundles\/redoc\.standalone\.js(\.LICENSE\.txt)?$/,
  'swagger-ui-dist': /^swagger-ui(-bundle\.js|\.css)$/,
}

const ALWAYS = /^(package\.json|LICEN[CS]E(\.\w+)?|NOTICE)$/

/** What a bundle of the server imports as it is. */
export const notBundled = [...Object.keys(FILES).map((name) => new RegExp(`^${name}($|/)`)), 'pg-native']

/** Where they are installed. */
export function shippedFolders(): string[] {
  return Object.keys(FILES).map((name) => path.join(import.meta.dirname, '../node_modules', name))
}

/** Copies them from a folder of packages to another. */
export async function copyShippedPackages(from: string, to: string): Promise<void> {
  for (const [name, files] of Object.entries(FILES)) {
    await copyFiles(path.join(from, name), path.join(to, name), files)
  }
  await copyBindings(path.join(from, '@node-rs/argon2'), path.join(to, '@node-rs'))
  const postgres = path.join(to, '@electric-sql/pglite/dist/pglite.wasm')
  await writeFile(postgres, spreadBranches(new Uint8Array(await readFile(postgres))))
}

async function copyFiles(from: string, to: string, wanted: RegExp): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(from, path.join(parentPath, name)))
  const copied = names.filter((name) => ALWAYS.test(name) || wanted.test(name))
  if (!copied.some((name) => wanted.test(name)))
    throw new Error(`${from} has none of the files that are shipped`)
  for (const name of copied) await cp(path.join(from, name), path.join(to, name))
}

/** The binaries for this kind of machine are packages of their own, beside the package that loads them. */
async function copyBindings(loader: string, to: string): Promise<void> {
  const siblings = path.dirname(await realpath(loader))
  const prefix = `${path.basename(loader)}-`
  const names = (await readdir(siblings)).filter((name) => name.startsWith(prefix))
  if (names.length === 0) throw new Error(`there is no binary of ${loader} for this machine`)
  for (const name of names)
    await cp(path.join(siblings, name), path.join(to, name), { recursive: true, dereference: true })
}
