import { getTRPCErrorFromUnknown, type TRPCError } from '@trpc/server'
import type { TRPCRequestInfo } from '@trpc/server/http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HandlerOptions } from '../options.ts'
import { Inputs } from './inputs.ts'
import type { Ordinary } from './ordinary.ts'
import { signalOf } from './signal.ts'

/** A procedure to call, as `createContext` and `responseMeta` see it too. */
export type Call = TRPCRequestInfo['calls'][number] & Pick<Ordinary['calls'][number], 'procedure'>

/**
 * What `createContext` and `responseMeta` are told of a request. A class for its `url`: a getter of each object, that
 * V8 has to make a shape for, would keep the whole request until a full garbage collection.
 */
class Info implements TRPCRequestInfo {
  readonly accept = null
  readonly connectionParams = null
  readonly isBatchCall: boolean
  readonly type: Ordinary['type']
  readonly calls: Call[]
  readonly signal: AbortSignal
  readonly #request: Ordinary

  constructor(request: Ordinary, calls: Call[], signal: AbortSignal) {
    this.#request = request
    this.isBatchCall = request.isBatchCall
    this.type = request.type
    this.calls = calls
    this.signal = signal
  }

  get url(): URL {
    return this.#request.address.url
  }
}

/** One ordinary request while it is answered. */
export interface Exchange {
  req: FastifyRequest
  options: HandlerOptions
  info: Info
  /** What `createContext` returned: undefined if it threw, or is not there. */
  ctx: unknown
  contextError: TRPCError | undefined
}

/** Creates the context. A failure of that is kept for the calls to fail with. */
export async function openExchange(
  request: Ordinary,
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
  const info = new Info(request, calls, signalOf(req, res))
  const exchange: Exchange = { req, options, info, ctx: undefined, contextError: undefined }
  try {
    exchange.ctx = await options.createContext?.({ req, res, info })
  } catch (cause) {
    // Each call fails with it, and none is called.
    exchange.contextError = getTRPCErrorFromUnknown(cause)
  }
  return exchange
}
