import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readText } from '../apply/files.ts'
import type { Target } from '../render/rendering.ts'
import { namesOf, plural, uncapitalized } from '../spec/names.ts'
import { parseJson, parseSpec } from '../spec/read.ts'
import { type Resource, resourceOf } from '../spec/resource.ts'
import type { Spec } from '../spec/spec.ts'
import { type ModelState, readSchema, type SchemaState } from './prisma-schema.ts'
import { keysOf, stringsOf } from './registers.ts'

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
  /** Folders of `packages/api/src`. */
  folders: readonly string[]
  /** Paths of the REST API, without `/api/v1`. */
  paths: readonly string[]
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
  const [schemaText, router, scopes, resources, document, specs] = await Promise.all([
    text('prisma/schema.prisma'),
    text('packages/api/src/router.ts'),
    text('packages/api/src/core/scopes.ts'),
    text('packages/api/src/resources.ts'),
    text('apps/server/openapi.json'),
    readSpecs(root),
  ])
  const schema = readSchema(schemaText)
  const { paths, components } = JSON.parse(document)
  const routers = keysOf(router, 'procedures')
  return {
    root,
    schema,
    routers,
    scopes: stringsOf(scopes, 'RESOURCES'),
    exported: keysOf(resources, 'owned'),
    folders: readdirSync(path.join(root, 'packages/api/src'), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    ),
    paths: Object.keys(paths).map((one) => one.replace(/^\/api\/v1/, '')),
    documented: Object.keys(components.schemas),
    pages: pagesIn(root),
    specs,
    targets: targetsOf(schema, routers, specs),
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

/** A spec with its defaults and names. The plural of its parent may be one of its own. */
export function resolve(spec: Spec, targets: ReadonlyMap<string, Target>): Resource {
  return resourceOf(spec, spec.parent === undefined ? undefined : targets.get(spec.parent)?.names.many)
}

function targetsOf(
  { models }: SchemaState,
  routers: readonly string[],
  specs: ReadonlyMap<string, Spec>,
): Map<string, Target> {
  const byHand = models
    .filter((model) => isOwnedRow(model))
    .flatMap((model) => targetByHand(model, models, routers))
  const targets = new Map<string, Target>(byHand)
  for (const spec of specs.values()) {
    const { names, isOwned } = resourceOf(spec)
    const parentSpec = spec.parent === undefined ? undefined : specs.get(spec.parent)
    const parent =
      spec.parent === undefined
        ? undefined
        : (targets.get(spec.parent)?.names ?? namesOf(spec.parent, parentSpec?.plural ?? plural(spec.parent)))
    targets.set(spec.name, { names, isOwned, hasTrash: targets.get(spec.name)?.hasTrash ?? false, parent })
  }
  return targets
}

/** Resources that were written by hand are keyed like those of the kit, and have a router. */
function targetByHand(
  model: ModelState,
  models: readonly ModelState[],
  routers: readonly string[],
): [string, Target][] {
  const one = uncapitalized(model.name)
  if (!routers.includes(one)) return []
  const many = model.table.replaceAll(/_+(\w)/g, (_, letter: string) => letter.toUpperCase())
  const hasTrash = models.some(({ name }) => name === `Deleted${model.name}`)
  return [[one, { names: namesOf(one, many), isOwned: true, hasTrash }]]
}

const isOwnedRow = ({ key }: ModelState) => key.join() === 'userId,id'
