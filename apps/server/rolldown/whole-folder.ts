import { existsSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Plugin } from 'rolldown'
import { copyShippedPackages } from './shipped-packages.ts'

const SERVER = path.join(import.meta.dirname, '..')
const ROOT = path.join(SERVER, '../..')

/** Adds to the bundle what the server reads when it runs, so that its folder needs nothing but Node. */
export function wholeFolder(): Plugin {
  return {
    name: 'whole-folder',
    async writeBundle({ dir = '' }) {
      const copy = (from: string, to: string) => cp(from, path.join(dir, to), { recursive: true })
      await Promise.all([
        copy(path.join(SERVER, 'public'), 'public'),
        copy(path.join(SERVER, '../web/dist'), 'web'),
        copy(path.join(ROOT, 'prisma/migrations'), 'prisma/migrations'),
        copy(await cluster(), 'prisma/cluster.tar.gz'),
        copy(path.join(ROOT, 'LICENSE'), 'LICENSE'),
        copyShippedPackages(path.join(SERVER, 'node_modules'), path.join(dir, 'node_modules')),
        writeFile(path.join(dir, 'package.json'), await manifest()),
      ])
    },
  }
}

/** Tells Node that the code is ESM, and a reader what the folder is. */
async function manifest(): Promise<string> {
  const { name, version, description, license, type, engines } = JSON.parse(
    await readFile(path.join(ROOT, 'package.json'), 'utf8'),
  )
  return `${JSON.stringify({ name, version, private: true, description, license, type, engines }, null, 2)}\n`
}

/** The cluster that a first start copies. One of another version of PGlite could not be opened. */
async function cluster(): Promise<string> {
  const manifest = path.join(SERVER, 'node_modules/@electric-sql/pglite/package.json')
  const { version } = JSON.parse(await readFile(manifest, 'utf8'))
  const file = path.join(ROOT, `packages/db/dist/cluster-${version}.tar.gz`)
  if (!existsSync(file)) throw new Error(`no cluster was built for PGlite ${version}: there is no ${file}`)
  return file
}
