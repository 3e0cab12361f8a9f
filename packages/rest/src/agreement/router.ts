import { z } from 'zod'
import type { RestContentType } from '../meta.ts'
import { t } from '../testing/test-app.ts'

const instant = z.date()
const kind = z.enum(['a', 'b', '1'])
const tags = z.array(z.string().max(5)).max(3)
interface Tree {
  name: string
  children: Tree[]
}
const Tree: z.ZodType<Tree> = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree)
  },
})
const Point = z.object({ x: z.number(), y: z.int().optional() }).meta({ id: 'AgreedPoint' })
const Shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), radius: z.number().positive() }),
  z.object({ kind: z.literal('box'), corners: z.tuple([Point, Point]), label: z.string().nullable() }),
])

/** What a query or a form can spell, each field with its construct. */
const spelled = {
  numbers: z.object({
    number: z.number(),
    int: z.int(),
    limited: z.number().min(-1).lt(1),
    step: z.int().multipleOf(5).optional(),
  }),
  bigints: z.object({ bigint: z.bigint(), some: z.bigint().optional() }),
  booleans: z.object({ boolean: z.boolean(), flag: z.boolean().default(true) }),
  dates: z.object({ at: instant, until: instant.optional(), day: z.iso.date(), instant: z.iso.datetime() }),
  enums: z.object({
    kind,
    mixed: z.enum({ One: 1, Two: 'two' }),
    literal: z.literal('x'),
    literals: z.literal([1, true, 'z']),
  }),
  lists: z.object({ tags, numbers: z.array(z.number()).min(1), flags: z.array(z.boolean()).default([]) }),
  sets: z.object({ ids: z.set(z.int()), kinds: z.set(kind).optional() }),
  tuples: z.object({
    pair: z.tuple([z.string(), z.number()]),
    range: z.tuple([z.int(), z.int()]).optional(),
  }),
  objects: z.object({ filter: z.object({ a: z.string(), n: z.number().optional(), list: tags.optional() }) }),
  records: z.object({
    scores: z.record(z.string().regex(/^[a-z]{1,5}$/), z.number()),
    byKind: z.partialRecord(kind, z.int()).optional(),
  }),
  unions: z.object({
    either: z.union([z.number(), z.boolean()]),
    some: z.union([z.int(), z.array(z.int())]),
    date: z.union([instant, z.literal('never')]).optional(),
  }),
  texts: z.object({
    text: z.string().min(2),
    email: z.email(),
    id: z.uuid(),
    code: z.string().regex(/^[A-Z]{2}\d{2,4}$/),
    version: z.templateLiteral(['v', z.int()]),
  }),
  coerced: z.object({
    number: z.coerce.number(),
    boolean: z.coerce.boolean(),
    date: z.coerce.date(),
    bigint: z.coerce.bigint(),
    string: z.coerce.string(),
  }),
  wrapped: z.object({
    readonly: z.number().readonly(),
    prefault: z.number().prefault(3),
    preprocessed: z.preprocess((value) => value, z.string()),
    transformed: z
      .int()
      .lt(Number.MAX_SAFE_INTEGER)
      .transform((n) => n + 1),
  }),
  merged: z.intersection(z.object({ a: z.number() }), z.object({ b: z.boolean() })),
  open: z.looseObject({ a: z.int() }),
  caught: z.object({ a: z.int() }).catchall(z.number()),
}

/** Forms can also spell this. No document can say which parameters of a query belong together. */
const inForms = {
  ...spelled,
  optional: z.object({ a: z.number(), b: z.string().optional() }).optional(),
  branches: z.union([
    z.object({ kind: z.literal('n'), value: z.number() }),
    z.object({ kind: z.literal('s'), text: z.string() }),
  ]),
}

/** What only JSON can spell. */
const nested = {
  points: z.object({ points: z.array(Point), named: z.record(z.string(), Point) }),
  shapes: z.object({ shape: Shape, others: z.array(Shape).optional() }),
  trees: z.object({ tree: Tree }),
  nullables: z.object({
    text: z.string().nullable(),
    at: instant.nullish(),
    list: z.array(z.int().nullable()),
    kind: kind.nullable(),
  }),
  deep: z.object({ a: z.object({ b: z.object({ at: instant, sizes: z.array(z.array(z.bigint())) }) }) }),
  strict: z.object({ inner: z.strictObject({ a: z.int() }) }),
  anything: z.object({ any: z.unknown(), other: z.any().optional() }),
}

const entries = z.object({ entries: z.array(z.tuple([z.string(), Point])), numbers: z.array(z.int()) })

type Fields = Record<string, z.ZodType>
const FORMS: RestContentType[] = ['application/x-www-form-urlencoded', 'multipart/form-data']

function queries(inputs: Fields) {
  const procedures = Object.entries(inputs).map(([name, input]) => {
    const procedure = t.procedure.meta({ openapi: { method: 'GET', path: `/queries/${name}` } })
    return [
      name,
      procedure
        .input(input as z.ZodObject)
        .output(z.object({ echo: input }))
        .query(echo),
    ] as const
  })
  return t.router(Object.fromEntries(procedures))
}

function bodies(inputs: Fields, group: string, contentTypes: RestContentType[]) {
  const procedures = Object.entries(inputs).map(([name, input]) => {
    const path = `/${group}/${name}` as const
    const procedure = t.procedure.meta({ openapi: { method: 'POST', path, contentTypes } })
    return [
      name,
      procedure
        .input(input as z.ZodObject)
        .output(z.object({ echo: input }))
        .mutation(echo),
    ] as const
  })
  return t.router(Object.fromEntries(procedures))
}

function echo({ input }: { input: unknown }) {
  return { echo: input } as never
}

/** Procedures that return what they get, with every construct of zod that the README names, in every place where it may be. */
export const router = t.router({
  queries: queries(spelled),
  forms: bodies(inForms, 'forms', FORMS),
  json: bodies({ ...inForms, ...nested }, 'json', ['application/json']),
  path: t.procedure
    .meta({ openapi: { method: 'PUT', path: '/path/{int}/{kind}/{at}/{flag}' } })
    .input(z.object({ int: z.int(), kind, at: instant, flag: z.boolean(), rest: z.string().optional() }))
    .output(z.object({ at: z.date() }))
    .mutation(({ input }) => ({ at: input.at })),
  file: t.procedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/file',
        contentTypes: ['multipart/form-data'],
        responseType: 'image/*',
      },
    })
    .input(z.object({ file: z.file(), other: z.instanceof(File).optional(), name: z.string() }))
    .output(z.file())
    .mutation(({ input }) => new File([input.file], input.name, { type: 'image/png' })),
  text: t.procedure
    .meta({ openapi: { method: 'GET', path: '/text', responseType: 'text/csv' } })
    .input(z.object({ text: z.string() }))
    .output(z.string())
    .query(({ input }) => input.text),
  collections: t.procedure
    .meta({ openapi: { method: 'POST', path: '/collections' } })
    .input(entries)
    .output(
      z.object({
        map: z.map(z.string(), Point),
        set: z.set(z.int()),
        big: z.bigint(),
        at: z.date().optional(),
      }),
    )
    .mutation(({ input }) => ({ map: new Map(input.entries), set: new Set(input.numbers), big: 2n ** 70n })),
  nothing: t.procedure
    .meta({ openapi: { method: 'POST', path: '/nothing' } })
    .input(z.void())
    .output(z.void())
    .mutation(() => undefined),
})
