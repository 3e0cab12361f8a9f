import { type AnyTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server'
import type { TRPCResponse } from '@trpc/server/rpc'
import type { Call, Exchange } from '../request/exchange.ts'
import { isDataStream } from './data-stream.ts'

/** The output or the error of a call. */
export interface Outcome {
  call: Call
  data?: unknown
  error?: TRPCError
}

/** Calls a procedure. Rejects only if `onError` throws. */
export async function run(call: Call, exchange: Exchange): Promise<Outcome> {
  const { contextError, ctx, info, options, req } = exchange
  const { batchIndex, getRawInput, path, procedure } = call
  const { type } = info
  try {
    if (contextError) throw contextError
    const signal = ignoresSignal(procedure) ? undefined : info.signal
    return { call, data: await procedure({ path, getRawInput, ctx, type, signal, batchIndex }) }
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause)
    options.onError?.({ error, path, input: call.result(), ctx, type, req })
    return { call, error }
  }
}

/** Whether a procedure's meta says that it never looks at `opts.signal`. @tandem/rest reads the same. */
function ignoresSignal({ _def }: AnyTRPCProcedure): boolean {
  return (_def.meta as { ignoresSignal?: boolean } | undefined)?.ignoresSignal === true
}

/** The error for an output that can only be streamed. */
export function refuseStream({ data }: Outcome): TRPCError | undefined {
  if (!isDataStream(data)) return undefined
  return new TRPCError({
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'Cannot use stream-like response in non-streaming request - use httpBatchStreamLink',
  })
}

/** A call's part of the answer, before the transformer. */
export function toResponse({ call, data, error }: Outcome, exchange: Exchange): TRPCResponse {
  if (!error) return { result: { data } }
  const { ctx, info, options } = exchange
  return {
    error: getTRPCErrorShape({
      config: options.router._def._config,
      ctx,
      error,
      input: call.result(),
      path: call.path,
      type: info.type,
    }),
  }
}
