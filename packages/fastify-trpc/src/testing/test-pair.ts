import { inspect } from 'node:util'
import type { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyServerOptions, InjectOptions } from 'fastify'
import { expect } from 'vitest'
import { createApp, type Handler, type TestOptions } from './test-app.ts'

/** The answer to a request, and the calls of the options' callbacks. */
export interface Seen {
  status: number
  headers: Record<string, unknown>
  body: string
  events: unknown[]
  /** Whether it was streamed, as the official handler does. */
  streamed: boolean
}

/** Makes the same options for two apps, each with its own list of events. */
export type MakeOptions = (events: unknown[]) => TestOptions

/** Callbacks that record their arguments. */
export const record: MakeOptions = (events) => ({
  createContext: ({ req, res, info }) => {
    const { url, signal, calls, ...rest } = info
    events.push([
      'createContext',
      {
        ...rest,
        url: url?.href,
        aborted: signal.aborted,
        calls: calls.map(({ path, batchIndex }) => [path, batchIndex]),
      },
    ])
    return { user: req.headers.authorization, res }
  },
  onError: ({ error, ctx, req, input, ...rest }) => {
    const shown = input === undefined ? undefined : inspect(input, { depth: 9 })
    events.push(['onError', describe(error), { ...rest, input: shown, user: ctx?.user, url: req.url }])
  },
  responseMeta: ({ ctx, data, errors, info, ...rest }) => {
    events.push([
      'responseMeta',
      {
        ...rest,
        data: inspect(data, { depth: 9 }),
        user: ctx?.user,
        errors: errors.map(describe),
        inputs: inspect(
          info?.calls.map((call) => call.result()),
          { depth: 9 },
        ),
      },
    ])
    return {}
  },
})

type ErrorEvent = ['onError', unknown, { path?: string; input?: unknown }]
const isError = (event: unknown): event is ErrorEvent => Array.isArray(event) && event[0] === 'onError'

/**
 * The calls of a batch race. `Request.text()` takes eight microtasks more than the body takes here, so the order of the
 * errors of a POSTed batch may differ, and the input of a call that has not read it may already be there. Nothing else
 * of an error may differ, and no input may be missing.
 */
function settleRaces(ours: unknown[], official: unknown[]) {
  const [actual, expected] = [ours, official].map((events) => {
    const errors = events.filter(isError).sort((a, b) => key(a).localeCompare(key(b)))
    return events.map((event) => (isError(event) ? errors.shift() : event))
  })
  ours.splice(0, ours.length, ...(actual ?? []))
  official.splice(0, official.length, ...(expected ?? []))
  for (const [index, event] of official.entries()) {
    const other = ours[index]
    if (isError(event) && isError(other) && event[2].input === undefined) event[2].input = other[2].input
  }
}

const isPostedBatch = ({ method, url }: InjectOptions) => method === 'POST' && /,|%2C/.test(String(url))

const key = ([, error, { path }]: ErrorEvent) => JSON.stringify([path, error])

const describe = ({ code, message, name, cause }: TRPCError) => [
  code,
  message,
  name,
  cause?.constructor.name,
  cause?.message,
]

/** Sends requests to two apps: one with tRPC's own plugin, one with this. */
export class Pair {
  readonly #apps: Record<Handler, { app: FastifyInstance; events: unknown[] }>

  private constructor(apps: Record<Handler, { app: FastifyInstance; events: unknown[] }>) {
    this.#apps = apps
  }

  static async create(
    makeOptions: MakeOptions = record,
    server: FastifyServerOptions = {},
    decorate?: (app: FastifyInstance) => void,
  ): Promise<Pair> {
    const start = async (handler: Handler) => {
      const events: unknown[] = []
      return { app: await createApp(handler, makeOptions(events), server, decorate), events }
    }
    return new Pair({ official: await start('official'), ours: await start('ours') })
  }

  /** Expects the same answer from both and returns it. Only the framing may differ. */
  async same(request: InjectOptions): Promise<Seen> {
    const [official, ours] = await Promise.all([this.#send('official', request), this.#send('ours', request)])
    const { streamed: _, ...expected } = official
    const { streamed, ...actual } = ours
    if (isPostedBatch(request) && !streamed) settleRaces(actual.events, expected.events)
    expect(actual).toEqual(expected)
    return { ...actual, streamed }
  }

  async #send(handler: Handler, request: InjectOptions): Promise<Seen> {
    const { app, events } = this.#apps[handler]
    events.length = 0
    // A stream that breaks off rejects.
    const res = await app.inject(request).catch((cause: Error) => cause)
    if (res instanceof Error)
      return { status: 0, headers: {}, body: res.message, events: [...events], streamed: true }
    const { date: _, 'content-length': length, 'transfer-encoding': __, ...headers } = res.headers
    return {
      status: res.statusCode,
      headers,
      body: res.body,
      events: [...events],
      streamed: length === undefined,
    }
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#apps).map(({ app }) => app.close()))
  }
}
