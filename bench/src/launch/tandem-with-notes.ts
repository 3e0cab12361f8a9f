import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Plugin, type RolldownOptions, rolldown } from 'rolldown'
import { bench, prisma, root, tandemPackage } from '../folders.ts'
import { notesDeployment } from './server-process.ts'

const packageCopy = path.join(notesDeployment, 'apps/server')
const output = path.join(packageCopy, 'dist')

const APP_ROUTER = path.join(root, 'packages/api/src/router.ts')
const ROUTER_WITH_NOTES = path.join(bench, 'servers/notes/app-router.ts')

/**
 * Builds Tandem's server with the notes of the bench as a second resource: the build that is deployed, except that
 * `servers/notes/app-router.ts` takes the place of the application's router. The files that the server reads at run
 * time are linked beside it, where a deployment has them.
 */
export async function buildTandemWithNotes(): Promise<void> {
  rmSync(notesDeployment, { recursive: true, force: true })
  mkdirSync(packageCopy, { recursive: true })
  symlinkSync(prisma, path.join(notesDeployment, 'prisma'))
  for (const name of ['package.json', 'node_modules', 'public'])
    symlinkSync(path.join(tandemPackage, name), path.join(packageCopy, name))

  const config = await tandemConfig()
  const bundle = await rolldown({
    ...config,
    cwd: tandemPackage,
    plugins: [replaceAppRouter(), config.plugins],
    logLevel: 'warn',
  })
  await bundle.write({ ...config.output, dir: output })
}

interface BuildConfig extends RolldownOptions {
  output: Exclude<RolldownOptions['output'], unknown[] | undefined>
}

async function tandemConfig(): Promise<BuildConfig> {
  const file = path.join(tandemPackage, 'rolldown.config.ts')
  const { default: config } = await import(pathToFileURL(file).href)
  if (Array.isArray(config) || typeof config !== 'object' || Array.isArray(config.output))
    throw new Error(`${file} is expected to export one configuration with one output`)
  return config
}

/** Every import of the application's router becomes one of {@link ROUTER_WITH_NOTES}, except that file's own. */
function replaceAppRouter(): Plugin {
  let replaced = false
  return {
    name: 'replace-app-router',
    async resolveId(source, importer) {
      if (!source.endsWith('/router.ts') || importer === ROUTER_WITH_NOTES) return null
      const resolved = await this.resolve(source, importer)
      if (resolved?.id !== APP_ROUTER) return null
      replaced = true
      return ROUTER_WITH_NOTES
    },
    buildEnd() {
      if (!replaced) throw new Error(`nothing imports ${APP_ROUTER}: where is the router now?`)
    },
  }
}
