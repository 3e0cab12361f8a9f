import { initTRPC, lazy, type TRPCDataTransformer, TRPCError, tracked } from '@trpc/server'
import { octetInputParser } from '@trpc/server/http'
import { observable } from '@trpc/server/observable'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { JSON_TEXT } from '../json-text.ts'

export interface TestContext {
  user: string | undefined
  res: FastifyReply
  /** Resolves when the client has what `ticks` sent before it breaks the connection. */
  received?: () => Promise<unknown>
}

const mapDeep = (value: unknown, change: (value: object) => unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  const changed = change(value)
  if (changed !== value) return changed
  if (Array.isArray(value)) return value.map((item) => mapDeep(item, change))
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapDeep(item, change)]))
}

/** Keeps dates, however deep, and marks them on the wire. `explode` makes it throw. */
export const transformer: TRPCDataTransformer = {
  serialize: (value) => {
    const json = mapDeep(value, (item) => {
      if ('explode' in item && item.explode === 'out') throw new Error('Cannot serialize')
      return item instanceof Date ? { $date: item.getTime() } : item
    })
    return { json }
  },
  deserialize: (wire) => {
    if (wire.explode === 'in') throw new Error('Cannot deserialize')
    if (wire.explode === 'string') throw 'text'
    if (wire.explode === 'trpc') throw new TRPCError({ code: 'CONFLICT', message: 'From the transformer' })
    return mapDeep(wire.json, (item) => ('$date' in item ? new Date(Number(item.$date)) : item))
  },
}

const codes = [
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'NOT_FOUND',
  'TOO_MANY_REQUESTS',
  'INTERNAL_SERVER_ERROR',
] as const

/** Has its own JSON, and counts reads of its field. */
export class Written {
  declare readonly a: unknown[]
  static reads = 0

  constructor() {
    Object.defineProperty(this, 'a', { get: () => ++Written.reads && ['é', null], enumerable: true })
  }

  get [JSON_TEXT]() {
    return '{"a":["é",null]}'
  }
}

const circular = () => {
  const loop: Record<string, unknown> = {}
  loop.self = loop
  return loop
}

type Settings = {
  transformer?: TRPCDataTransformer
  pathSeparator?: '~' | '-'
  /** Gives errors with some messages an unusual shape. */
  odd?: (message: string) => { message: string; code: -32603; data?: { httpStatus?: number } } | undefined
}

/** A procedure of every kind there is. */
export function makeRouter({ transformer, pathSeparator, odd }: Settings = {}) {
  const t = initTRPC.context<TestContext>().create({
    // Stacks would differ between the handlers.
    isDev: false,
    ...(transformer && { transformer }),
    ...(pathSeparator && { pathSeparator }),
    errorFormatter: ({ shape, error, ctx, input, path, type }) =>
      odd?.(error.message) ?? {
        ...shape,
        data: {
          ...shape.data,
          formatted: { user: ctx?.user ?? null, input: input ?? null, path: path ?? null, type },
          issues: error.cause instanceof z.ZodError ? error.cause.issues.length : null,
        },
      },
  })
  const open = t.procedure
  const guarded = open.use(({ ctx, next }) => {
    if (ctx.user === undefined) throw new TRPCError({ code: 'UNAUTHORIZED' })
    return next({ ctx: { user: ctx.user } })
  })
  const late = t.router({
    double: open.input(z.number()).query(({ input }) => input * 2),
    inner: lazy(async () => t.router({ triple: open.input(z.number()).mutation(({ input }) => input * 3) })),
  })
  return t.router({
    echo: open.input(z.unknown()).query(({ input }) => ({ input, is: typeof input })),
    add: open
      .input(z.object({ a: z.number(), b: z.number() }))
      .output(z.object({ sum: z.number() }))
      .mutation(({ input: { a, b } }) => ({ sum: a + b })),
    count: open.input(z.number().int().optional()).query(({ input }) => input ?? 'none'),
    date: open.input(z.date()).query(({ input }) => new Date(input.getTime() + 1)),
    me: guarded.query(({ ctx }) => ctx.user),
    rename: guarded
      .input(z.object({ name: z.string().min(2) }))
      .mutation(({ ctx, input }) => [ctx.user, input.name]),
    a: { b: { c: open.query(() => 'deep'), d: open.mutation(() => 'deeper') } },
    'od d': open.query(() => 'a space'),
    ü: open.query(() => 'an umlaut'),
    'p%63t': open.query(() => 'a percent sign'),
    late: lazy(async () => late),
    lost: lazy(async () => {
      throw new Error('No such module')
    }),
    nothing: open.query(() => undefined),
    nil: open.mutation(() => null),
    unread: open.mutation(() => 'the input was not read'),
    twice: open
      .use(async ({ getRawInput, next }) => {
        await Promise.allSettled([getRawInput(), getRawInput()])
        return next()
      })
      .input(z.object({ x: z.number() }))
      .input(z.object({ y: z.number().optional() }))
      .query(({ input }) => input),
    fail: open
      .input(z.object({ code: z.enum(codes), message: z.string().default('It failed') }))
      .query(({ input }) => {
        throw new TRPCError(input)
      }),
    throwing: open.input(z.enum(['error', 'string', 'null', 'object', 'undefined'])).mutation(({ input }) => {
      if (input === 'error') throw new RangeError('Out of range')
      if (input === 'object') throw { message: 'an object', secret: 1 }
      throw { string: 'text', null: null, undefined }[input]
    }),
    badOutput: open
      .output(z.object({ sure: z.literal(true) }))
      .query(() => ({ sure: Math.random() > 2 }) as never),
    formatted: open
      .errors(({ shape }) => ({ ...shape, message: 'By the procedure', data: { httpStatus: 418 } }))
      .query(() => {
        throw new TRPCError({ code: 'FORBIDDEN' })
      }),
    numbers: open.query(() => [Number.POSITIVE_INFINITY, Number.NaN, -0, 1e21]),
    big: open.query(() => 1n as unknown as string),
    circular: open.query(() => circular() as { self: null }),
    toJson: open.query(() => ({ toJSON: () => 'from toJSON' }) as unknown as string),
    badToJson: open.query(() => {
      const toJSON = (): string => {
        throw new TRPCError({ code: 'CONFLICT', message: 'From toJSON' })
      }
      return { toJSON } as unknown as string
    }),
    explode: open.query(() => ({ explode: 'out' })),
    written: open.query((): { a: unknown[] } => new Written()),
    surrogate: open.query(() => '\ud800 \u2028 </script> é 💩'),
    iterable: open.query(async function* () {
      yield 1
    }),
    promise: open.query(() => ({ soon: Promise.resolve(1) })),
    iterableInside: open.mutation(() => ({ all: { async *[Symbol.asyncIterator]() {} } })),
    promiseInArray: open.query(() => [Promise.resolve(1)]),
    observed: open.query(() => observable<number>((observer) => observer.complete()) as unknown as string),
    headers: open.mutation(({ ctx: { res } }) => {
      res
        .code(201)
        .headers({ 'x-own': 'a', vary: 'origin', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'text/x' })
      return 'set'
    }),
    aborted: open.query(({ signal }) => signal?.aborted),
    ticks: open
      .input(
        z.object({ to: z.number(), lastEventId: z.string().optional(), breakAfter: z.number().optional() }),
      )
      .subscription(async function* ({ ctx, input: { to, lastEventId, breakAfter } }) {
        for (let n = Number(lastEventId ?? 0) + 1; n <= to; n++) {
          yield tracked(String(n), { n })
          if (n !== breakAfter) continue
          await ctx.received?.()
          ctx.res.raw.destroy()
        }
      }),
    upload: open.input(z.instanceof(FormData)).mutation(({ input }) => [...input.keys()]),
    bytes: open.input(octetInputParser).mutation(async ({ input }) => {
      let size = 0
      for await (const chunk of input) size += chunk.length
      return size
    }),
  })
}

export type TestRouter = ReturnType<typeof makeRouter>
