import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../folders.ts'

const api = path.join(root, 'packages/api')
const PER_FEATURE = 5

/**
 * A copy of `packages/api` whose router has so many procedures, made up, five to a feature. All else is Tandem's own: how
 * procedures are made, what errors look like, how the types are published.
 */
export function writeSyntheticApi(at: string, procedures: number): void {
  mkdirSync(at, { recursive: true })
  for (const name of ['src', 'scripts', 'tsconfig.client.json']) {
    cpSync(path.join(api, name), path.join(at, name), { recursive: true })
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

/** Only what it is made of is exchanged: how its type is given to clients stays as it is. */
function withFeatures(source: string, features: string[]): string {
  const imports = features
    .map((feature) => `import { ${feature}Router } from '../../${feature}/router.ts'\n`)
    .join('')
  const entries = features.map((feature) => `  ${feature}: ${feature}Router,\n`).join('')
  const without = source.replaceAll(/^import \{ \w+Router \} from .*\n/gm, '')
  const exchanged = without.replace(
    /^const procedures = \{\n[^}]*\}/m,
    () => `const procedures = {\n${entries}}`,
  )
  if (exchanged === without)
    throw new Error('packages/api/src/router.ts no longer names its procedures as expected')
  return imports + exchanged
}

/** Each differs from the others, or the compiler would do its work once for all. */
function featureRouter(feature: string, i: number): string {
  return `import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { protectedProcedure } from '../../../trpc.ts'

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
  throw new Error('made up')
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
