import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../folders.ts'

const api = path.join(root, 'packages/api')
const PER_FEATURE = 5

/**
 * Writes a copy of `packages/api` whose router has this many synthetic procedures, five to a feature. The rest of the
 * package stays: the kinds of procedures, the shape of errors and the script that publishes the types.
 */
export function writeSyntheticApi(at: string, procedures: number): void {
  mkdirSync(at, { recursive: true })
  for (const name of ['src', 'scripts', 'tsconfig.client.json']) {
    cpSync(path.join(api, name), path.join(at, name), { recursive: true, filter: isNoTest })
  }
  symlinkSync(path.join(api, 'node_modules'), path.join(at, 'node_modules'))
  const extended = path.join(root, 'tsconfig.node.json')
  writeFileSync(
    path.join(at, 'tsconfig.json'),
    JSON.stringify({ extends: extended, include: ['src', 'scripts'] }),
  )

  const features = Array.from({ length: procedures / PER_FEATURE }, (_, i) => `feature${i}`)
  for (const [i, feature] of features.entries()) {
    mkdirSync(path.join(at, 'src', feature))
    writeFileSync(path.join(at, 'src', feature, 'router.ts'), featureRouter(feature, i))
  }
  const file = path.join(at, 'src/router.ts')
  writeFileSync(file, withFeatures(readFileSync(file, 'utf8'), features))
}

/** Vitest would find copied tests and run them. */
function isNoTest(file: string): boolean {
  return !/\.test(-d)?\.ts$/.test(file)
}

/** Replaces the routers and keeps the declaration of `AppRouter`. */
function withFeatures(source: string, features: string[]): string {
  const imports = features
    .map((feature) => `import { ${feature}Router } from './${feature}/router.ts'\n`)
    .join('')
  const entries = features.map((feature) => `  ${feature}: ${feature}Router,\n`).join('')
  const without = source.replaceAll(/^import \{ \w+Router \} from .*\n/gm, '')
  const replaced = without.replace(
    /^export const procedures = \{\n[^}]*\}/m,
    () => `export const procedures = {\n${entries}}`,
  )
  if (replaced === without)
    throw new Error('packages/api/src/router.ts no longer declares its procedures as the bench expects')
  return imports + replaced
}

/** Every feature's types differ, or the compiler would check them once and reuse the result. */
function featureRouter(feature: string, i: number): string {
  return `import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { protectedProcedure } from '../core/trpc.ts'

const item = z.object({
  id: z.uuid(),
  title: z.string(),
  note${i}: z.string().nullable(),
  status: z.enum(['todo', 'in_progress', 'done', 'kind${i}']),
  tags: z.array(z.string()),
  dueAt: z.string().nullable(),
  version: z.int(),
  owner: z.object({ id: z.uuid(), name: z.string(), since${i}: z.string() }),
})
const fields = z.strictObject({
  title: z.string().min(1),
  note${i}: z.string().nullable().default(null),
  status: item.shape.status.default('todo'),
  tags: z.array(z.string()).default([]),
  dueAt: z.string().nullable().default(null),
})
const one = z.strictObject({ id: z.uuid() })
const change = fields.partial().extend(one.shape)
const found: () => z.infer<typeof item> = () => {
  throw new Error('synthetic')
}

export const ${feature}Router = {
  list: protectedProcedure
    .meta({ openapi: { method: 'GET', path: '/{userId}/${feature}' } })
    .input(z.strictObject({ limit: z.int().default(20), status: item.shape.status.optional(), q: z.string().optional() }))
    .output(z.object({ data: z.array(item), page: z.object({ limit: z.int(), totalCount: z.int().nullable() }) }))
    .query(() => ({ data: [], page: { limit: 20, totalCount: 0 } })),
  get: protectedProcedure
    .meta({ openapi: { method: 'GET', path: '/{userId}/${feature}/{id}' } })
    .input(one)
    .output(item)
    .query(found),
  create: protectedProcedure
    .meta({ openapi: { method: 'POST', path: '/{userId}/${feature}' } })
    .input(fields)
    .output(item)
    .mutation(found),
  update: protectedProcedure
    .meta({ openapi: { method: 'PATCH', path: '/{userId}/${feature}/{id}' } })
    .input(change)
    .output(item)
    .mutation(found),
  delete: protectedProcedure
    .meta({ openapi: { method: 'DELETE', path: '/{userId}/${feature}/{id}' } })
    .input(one)
    .output(z.undefined())
    .mutation(() => undefined),
} satisfies TRPCRouterRecord
`
}
