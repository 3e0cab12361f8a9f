import { existsSync } from 'node:fs'
import path from 'node:path'
import { appRouter, type Meta, type Scope } from '@tandem/api'
import type { RestRoute } from '@tandem/rest/meta'
import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server'
import type { CredentialKind } from '../../../../packages/api/src/resource/procedures.ts'
import type { AccessCaller, AccessClass, AnyAccess } from '../../../../packages/api/src/testing/access.ts'

export type Fields = Record<string, unknown>
export type Ids = Record<string, string>

/** One procedure of the router, with the test data that the `access.ts` beside its router declares for it. */
export interface Procedure {
  /** `task.get` */
  path: string
  /** `task` */
  feature: string
  type: 'query' | 'mutation' | 'subscription'
  def: AnyTRPCProcedure['_def']
  route: RestRoute
  /** What an API key needs to call it; undefined where no API key may. */
  scopes: Scope[] | undefined
  class: AccessClass
  /** What it may be called with. Empty if it is public. */
  credentials: readonly CredentialKind[]
  /** The role of a caller who can call it, and make what it needs. */
  role: 'admin' | undefined
  /** About the caller's own rows or account, and not about rows that are shared. */
  isPrivate: boolean
  /** Names of the path parameters, other than the caller's own `{userId}`. */
  params: string[]
  /** Fields of its answers that differ from sample to sample. */
  varies: readonly string[]
  /** Makes what the calls of the feature need and returns the values of their path parameters. */
  sample(caller: AccessCaller): Promise<Ids>
  /** A valid input without the path parameters, as REST takes it. */
  fields(ids: Ids): Fields
  /** A valid input with the path parameters, as tRPC takes it. */
  input(ids: Ids): Fields
  /** Further inputs, valid or not. They may name path parameters. */
  more(ids: Ids): Fields[]
}

const PRIVATE: readonly AccessClass[] = ['session', 'owner', 'owning-admin']
const DEFAULT_CREDENTIALS: Record<AccessClass, readonly CredentialKind[]> = {
  public: [],
  session: ['jwt'],
  admin: ['jwt'],
  owner: ['jwt', 'apiKey'],
  'owning-admin': ['jwt', 'apiKey'],
  user: ['jwt', 'apiKey'],
}

const API = path.join(import.meta.dirname, '../../../../packages/api/src')

type LoadAccess = (folder: string) => Promise<AnyAccess | undefined>

const loadAccess: LoadAccess = async (folder) => {
  const file = path.join(API, folder, 'access.ts')
  if (!existsSync(file)) return undefined
  const module: { access?: AnyAccess } = await import(file)
  return module.access
}

/**
 * Every procedure of the router, each with its test data. Throws with one message for each file that is missing or
 * incomplete: what to write, and where.
 */
export async function allProcedures(
  router: AnyTRPCRouter = appRouter,
  load: LoadAccess = loadAccess,
): Promise<Procedure[]> {
  const features = new Map<string, [string, AnyTRPCProcedure][]>()
  for (const [name, procedure] of Object.entries<AnyTRPCProcedure>(router._def.procedures)) {
    const [feature = ''] = name.split('.', 1)
    features.set(feature, [...(features.get(feature) ?? []), [name.slice(feature.length + 1), procedure]])
  }
  const mistakes: string[] = []
  const found: Procedure[] = []
  for (const [feature, procedures] of features) {
    const access = await load(kebabCase(feature))
    if (access) mistakes.push(...mistakesIn(feature, access, procedures))
    else mistakes.push(missingFile(feature, procedures))
    if (access && mistakes.length === 0)
      found.push(...procedures.map(([name, procedure]) => withAccess(feature, name, procedure, access)))
  }
  if (mistakes.length > 0) throw new Error(mistakes.join('\n\n'))
  return found
}

function withAccess(
  feature: string,
  name: string,
  procedure: AnyTRPCProcedure,
  access: AnyAccess,
): Procedure {
  const file = fileOf(feature)
  const path = `${feature}.${name}`
  const { openapi: route, scopes } = metaOf(procedure)
  if (!route) throw new Error(`${path} has no REST route`)
  const accessClass = access.except?.[name] ?? access.class
  const isOwned = accessClass === 'owner' || accessClass === 'owning-admin'
  const params = paramsOf(route).filter((param) => param !== 'userId' || !isOwned)
  // Only an administrator can make what any procedure of such a feature needs.
  const isForAdmins = [accessClass, ...classesOf(access)].includes('owning-admin')
  const resolve = (value: Fields | ((ids: Ids) => Fields) | undefined, ids: Ids): Fields =>
    typeof value === 'function' ? value(ids) : (value ?? {})
  return {
    path,
    feature,
    type: procedure._def.type,
    def: procedure._def,
    route,
    scopes,
    class: accessClass,
    credentials: accessClass === 'public' ? [] : (access.credentials ?? DEFAULT_CREDENTIALS[accessClass]),
    role: isForAdmins || accessClass === 'admin' ? 'admin' : undefined,
    isPrivate: PRIVATE.includes(accessClass),
    params,
    varies: access.varies ?? [],
    async sample(caller) {
      const ids = (await access.sample?.(caller)) ?? {}
      const missing = params.find((param) => ids[param] === undefined)
      if (missing)
        throw new Error(`${file}: \`sample\` must return "${missing}", which ${path} has in its path`)
      return ids
    },
    fields: (ids) => resolve(access.calls[name], ids),
    input: (ids) => ({ ...resolve(access.calls[name], ids), ...pick(ids, params) }),
    more: (ids) => access.more?.[name]?.map((value) => resolve(value, ids)) ?? [],
  }
}

function classesOf({ class: usual, except = {} }: AnyAccess): (AccessClass | undefined)[] {
  return [usual, ...Object.values(except)]
}

function mistakesIn(
  feature: string,
  { calls, except, more }: AnyAccess,
  procedures: [string, AnyTRPCProcedure][],
): string[] {
  const file = fileOf(feature)
  const names = procedures.map(([name]) => name)
  const unclassified = procedures.filter(([name]) => calls[name] === undefined)
  const named = new Set([calls, except ?? {}, more ?? {}].flatMap((part) => Object.keys(part)))
  return [
    ...unclassified.map(
      ([name, procedure]) =>
        `${file} lacks ${feature}.${name}. Add a valid input to \`calls\`, without ${describeParams(procedure)}:\n\n` +
        `    ${name}: {},\n\n` +
        "and name it in `except` if its class is not the resource's.",
    ),
    ...[...named]
      .filter((name) => !names.includes(name))
      .map((name) => `${file} names "${name}", which is not a procedure of ${feature}Router.`),
    ...procedures
      .filter(([, procedure]) => !metaOf(procedure).openapi)
      .map(([name]) => `${feature}.${name} has no REST route: give it \`openapi\` in its meta.`),
  ]
}

/** The skeleton of the missing file, as far as the router shows it. */
function missingFile(feature: string, procedures: [string, AnyTRPCProcedure][]): string {
  const routes = procedures.flatMap(([, procedure]) => metaOf(procedure).openapi ?? [])
  const isOwned = routes.some((route) => route.path.startsWith('/{userId}/'))
  const params = [...new Set(routes.flatMap(paramsOf))].filter((param) => param !== 'userId' || !isOwned)
  const typeArguments = [
    `typeof ${feature}Router`,
    ...(params.length ? [params.map((p) => `'${p}'`).join(' | ')] : []),
  ]
  return [
    `${fileOf(feature)} is missing. The tests of isolation, parity, hostile input and API keys read it. Write who may ` +
      'call the procedures, how to make one through the API, and a valid input for each call:',
    '',
    "    import type { Access } from '../testing/access.ts'",
    `    import type { ${feature}Router } from './router.ts'`,
    '',
    '    export const access = {',
    `      class: '${isOwned ? 'owner' : 'session'}',`,
    ...(params.length
      ? [
          '      sample: async ({ trpc }) => {',
          `        const { id } = await trpc.${feature}.create.mutate({ … })`,
          `        return { ${params.join(', ')} }`,
          '      },',
        ]
      : []),
    '      calls: {',
    ...procedures.map(([name]) => `        ${name}: {},`),
    '      },',
    `    } satisfies Access<${typeArguments.join(', ')}>`,
  ].join('\n')
}

function describeParams(procedure: AnyTRPCProcedure): string {
  const { openapi } = metaOf(procedure)
  const params = openapi ? paramsOf(openapi).filter((param) => param !== 'userId') : []
  return params.length ? `its path parameters (${params.join(', ')})` : 'path parameters'
}

function fileOf(feature: string): string {
  return `packages/api/src/${kebabCase(feature)}/access.ts`
}

function metaOf(procedure: AnyTRPCProcedure): Meta {
  return (procedure._def.meta ?? {}) as Meta
}

function paramsOf({ path }: RestRoute): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

function pick(ids: Ids, names: string[]): Ids {
  return Object.fromEntries(Object.entries(ids).filter(([name]) => names.includes(name)))
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
