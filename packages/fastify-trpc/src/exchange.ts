import { getTRPCErrorFromUnknown, type TRPCError } from '@trpc/server'
import type { TRPCRequestInfo } from '@trpc/server/http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Inputs } from './inputs.ts'
import type { HandlerOptions } from './options.ts'
import type { Ordinary } from './ordinary.ts'
import { signalOf } from './signal.ts'

/** A procedure to call, as `createContext` and `responseMeta` see it too. */
export type Call = TRPCRequestInfo['calls'][number] & Pick<Ordinary['calls'][number], 'procedure'>

interface Info extends TRPCRequestInfo {
  calls: Call[]
  type: Ordinary['type']
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
  const info: Info = {
    isBatchCall: request.isBatchCall,
    accept: null,
    calls: request.calls.map(({ path, procedure }, batchIndex) => ({
      batchIndex,
      path,
      procedure,
      getRawInput: async () => (await inputs.read())[batchIndex],
      result: () => inputs.peek(batchIndex),
    })),
    type: request.type,
    connectionParams: null,
    signal: signalOf(req, res),
    url: request.url,
  }
  const exchange: Exchange = { req, options, info, ctx: undefined, contextError: undefined }
  try {
    exchange.ctx = await options.createContext?.({ req, res, info })
  } catch (cause) {
    // Each call fails with it, and none is called.
    exchange.contextError = getTRPCErrorFromUnknown(cause)
  }
  return exchange
}
