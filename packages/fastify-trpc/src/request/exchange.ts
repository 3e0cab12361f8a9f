import { getTRPCErrorFromUnknown, type TRPCError } from '@trpc/server'
import type { TRPCRequestInfo } from '@trpc/server/http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HandlerOptions } from '../options.ts'
import { Inputs } from './inputs.ts'
import type { JsonRequest } from './json-request.ts'
import { signalOf } from './signal.ts'

/** A procedure to call, as `createContext` and `responseMeta` see it. */
export type Call = TRPCRequestInfo['calls'][number] & Pick<JsonRequest['calls'][number], 'procedure'>

/**
 * What `createContext` and `responseMeta` learn about a request. A class, because V8 gives every object literal with a
 * getter a shape of its own, which keeps the whole request alive until a full garbage collection.
 */
class Info implements TRPCRequestInfo {
  readonly accept = null
  readonly connectionParams = null
  readonly isBatchCall: boolean
  readonly type: JsonRequest['type']
  readonly calls: Call[]
  readonly #request: JsonRequest
  readonly #makeSignal: () => AbortSignal
  #signal: AbortSignal | undefined

  constructor(request: JsonRequest, calls: Call[], makeSignal: () => AbortSignal) {
    this.#request = request
    this.isBatchCall = request.isBatchCall
    this.type = request.type
    this.calls = calls
    this.#makeSignal = makeSignal
  }

  /** Made when it is first looked at, which on Node 20 is an eighth of what a read costs. */
  get signal(): AbortSignal {
    this.#signal ??= this.#makeSignal()
    return this.#signal
  }

  get url(): URL {
    return this.#request.requestUrl.url
  }
}

/** One request while it is answered. */
export interface Exchange {
  req: FastifyRequest
  options: HandlerOptions
  info: Info
  /** What `createContext` returned. Undefined if it threw, or is missing. */
  ctx: unknown
  contextError: TRPCError | undefined
}

/** Creates the context. If that fails, every call fails with its error. */
export async function openExchange(
  request: JsonRequest,
  req: FastifyRequest,
  res: FastifyReply,
  options: HandlerOptions,
): Promise<Exchange> {
  const inputs = new Inputs(request, options.router)
  const calls = request.calls.map(({ path, procedure }, batchIndex) => ({
    batchIndex,
    path,
    procedure,
    getRawInput: async () => (await inputs.read())[batchIndex],
    result: () => inputs.peek(batchIndex),
  }))
  const info = new Info(request, calls, () => signalOf(req, res))
  const exchange: Exchange = { req, options, info, ctx: undefined, contextError: undefined }
  try {
    exchange.ctx = await options.createContext?.({ req, res, info })
  } catch (cause) {
    exchange.contextError = getTRPCErrorFromUnknown(cause)
  }
  return exchange
}
