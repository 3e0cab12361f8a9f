import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readText } from '../apply/files.ts'
import type { Target } from '../render/rendering.ts'
import { namesOf, plural } from '../spec/names.ts'
import { parseJson, parseSpec } from '../spec/read.ts'
import { type Resource, resourceOf } from '../spec/resource.ts'
import type { Spec } from '../spec/spec.ts'
import { type Handmade, targetsByHand } from './by-hand.ts'
import { readSchema, type SchemaState } from './prisma-schema.ts'
import { exportsIn, keysOf, namesIn, stringsOf } from './registers.ts'

/** The project as it is: what names are taken, and what there is to build on. */
export interface ProjectState {
  /** The folder of the project. */
  root: string
  schema: SchemaState
  /** Keys of the root router: `task`. */
  routers: readonly string[]
  /** Scopes without their suffix: `tasks`. */
  scopes: readonly string[]
  /** Keys of an account's export. */
  exported: readonly string[]
  /** The jobs that the server runs, by the names of their constants. */
  jobs: readonly string[]
  /** Folders of `packages/api/src`. */
  folders: readonly string[]
  /** Paths of the REST API, without `/api/v1`. */
  paths: readonly string[]
  /** What front ends import of schemas. */
  schemas: readonly string[]
  /** Names of schemas in the documentation. */
  documented: readonly string[]
  /** Paths of the web app's own pages: `/board`. */
  pages: readonly string[]
  /** The specs of the resources that the builder made, by name. */
  specs: ReadonlyMap<string, Spec>
  /** What a parent and relations may name, except `user`. */
  targets: ReadonlyMap<string, Target>
}

/** The folder in which specs are committed. */
export const SPECS = 'prisma/resources'

export const specFile = (name: string) => `${SPECS}/${name}.json`

/** Reads the project in a folder. @throws where one of its files is not as expected */
export async function explore(root: string): Promise<ProjectState> {
  const text = (file: string) => readFile(path.join(root, file), 'utf8')
  const [schemaText, router, scopes, resources, jobs, schemas, document, web, specs] = await Promise.all([
    text('prisma/schema.prisma'),
    text('packages/api/src/router.ts'),
    text('packages/api/src/core/scopes.ts'),
    text('packages/api/src/resources.ts'),
    text('packages/api/src/jobs.ts').catch(() => ''),
    text('packages/api/src/schemas.ts').catch(() => ''),
    text('apps/server/openapi.json'),
    text('apps/web/src/api/trpc.ts').catch(() => ''),
    readSpecs(root),
  ])
  const schema = readSchema(schemaText)
  const { paths, components } = JSON.parse(document)
  const routers = keysOf(router, 'procedures')
  const byHand = targetsByHand({
    schema,
    routers,
    paths,
    web,
    migrations: foldersIn(root, 'prisma/migrations'),
  })
  return {
    root,
    schema,
    routers,
    scopes: stringsOf(scopes, 'RESOURCES'),
    exported: keysOf(resources, 'owned'),
    jobs: namesIn(jobs, 'jobs'),
    schemas: exportsIn(schemas),
    folders: foldersIn(root, 'packages/api/src'),
    paths: Object.keys(paths).map((one) => one.replace(/^\/api\/v1/, '')),
    documented: Object.keys(components.schemas),
    pages: pagesIn(root),
    specs,
    targets: targetsOf(byHand, specs),
  }
}

/** The paths that the web app's routes name. */
function pagesIn(root: string): string[] {
  const app = readText(path.join(root, 'apps/web/src/app.tsx')) ?? ''
  return [...app.matchAll(/<Route path="(\/[^"]*)"/g)].map(([, route = '']) => route)
}

async function readSpecs(root: string): Promise<Map<string, Spec>> {
  const folder = path.join(root, SPECS)
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  const specs = new Map<string, Spec>()
  for (const name of names.sort()) {
    const parsed = parseJson(await readFile(path.join(folder, name), 'utf8'))
    const read = 'value' in parsed ? parseSpec(parsed.value) : undefined
    if (!read || 'issues' in read)
      throw new Error(`${SPECS}/${name} is not a spec: restore it from the last commit`)
    specs.set(read.spec.name, read.spec)
  }
  return specs
}

const foldersIn = (root: string, folder: string) =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  )

/** A spec with its defaults and names. The plural of its parent may be one of its own. */
export function resolve(spec: Spec, targets: ReadonlyMap<string, Target>): Resource {
  const resource = resourceOf(
    spec,
    spec.parent === undefined ? undefined : targets.get(spec.parent)?.names.many,
  )
  const itself = targets.get(spec.name)
  return itself?.byHand ? { ...resource, names: itself.names, isExtension: true } : resource
}

/** What was written by hand, and what specs have made. A spec that only adds to the former leaves it what it is. */
function targetsOf(
  byHand: ReadonlyMap<string, Handmade>,
  specs: ReadonlyMap<string, Spec>,
): Map<string, Target> {
  const targets = new Map<string, Target>()
  for (const [name, { target, isExtended }] of byHand)
    if (isExtended || !specs.has(name)) targets.set(name, target)
  for (const spec of specs.values()) {
    if (targets.get(spec.name)?.byHand) continue
    const { names, isOwned } = resourceOf(spec)
    const parentSpec = spec.parent === undefined ? undefined : specs.get(spec.parent)
    const parent =
      spec.parent === undefined
        ? undefined
        : (targets.get(spec.parent)?.names ?? namesOf(spec.parent, parentSpec?.plural ?? plural(spec.parent)))
    targets.set(spec.name, { names, isOwned, hasTrash: false, parent })
  }
  return targets
}
