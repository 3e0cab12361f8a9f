import { getTRPCErrorFromUnknown, getTRPCErrorShape } from '@trpc/server'
import type { TRPCResponse } from '@trpc/server/rpc'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { jsonTextOf } from '../json-text.ts'
import type { HandlerOptions } from '../options.ts'
import { type Exchange, openExchange } from '../request/exchange.ts'
import type { JsonRequest } from '../request/json-request.ts'
import { type Outcome, refuseStream, run, toResponse } from './outcome.ts'
import { ResponseHead } from './response-head.ts'

/**
 * Answers a request: returns what Fastify has to send. Rejects if `responseMeta`, `onError` or the error formatter leave
 * nothing to answer with.
 */
export async function answer(
  request: JsonRequest,
  req: FastifyRequest,
  reply: FastifyReply,
  options: HandlerOptions,
): Promise<string | Response> {
  const exchange = await openExchange(request, req, reply, options)
  const head = new ResponseHead(exchange)
  try {
    const body = request.isBatchCall ? await callAll(exchange, head) : await callOne(exchange, head)
    return head.finish(body, reply)
  } catch (cause) {
    return head.finish(fail(cause, exchange, head), reply)
  }
}

async function callOne(exchange: Exchange, head: ResponseHead): Promise<string> {
  const [call] = exchange.info.calls
  if (!call) throw new Error('There is always one call')
  const outcome = await run(call, exchange)
  head.isJson = true
  // Unlike in a batch, this fails the whole answer: `onError` is called, and the error has no path.
  const refusal = refuseStream(outcome)
  if (refusal) throw refusal
  const response = toResponse(outcome, exchange)
  head.decide([response], [outcome.error])
  return serialize(response, exchange)
}

async function callAll(exchange: Exchange, head: ResponseHead): Promise<string> {
  head.isJson = true
  const results = await Promise.all(exchange.info.calls.map((call) => run(call, exchange)))
  const outcomes = results.map((outcome): Outcome => {
    const refusal = refuseStream(outcome)
    return refusal ? { call: outcome.call, error: refusal } : outcome
  })
  const responses = outcomes.map((outcome) => toResponse(outcome, exchange))
  head.decide(
    responses,
    outcomes.map(({ error }) => error),
  )
  return serialize(responses, exchange)
}

/** One error for the whole request: an output that cannot be serialised, a formatter or `onError` that throws. */
function fail(cause: unknown, exchange: Exchange, head: ResponseHead): string {
  const { ctx, info, options, req } = exchange
  const { type } = info
  const error = getTRPCErrorFromUnknown(cause)
  const about = { error, path: undefined, input: undefined, ctx, type }
  options.onError?.({ ...about, req })
  const response = { error: getTRPCErrorShape({ ...about, config: options.router._def._config }) }
  const body = serialize(response, exchange)
  head.decide([response], [error])
  return body
}

/** As tRPC's `transformTRPCResponse`, except that an output with its own JSON is not serialised again. */
function serialize(response: TRPCResponse | TRPCResponse[], { options }: Exchange): string {
  const { output } = options.router._def._config.transformer
  const write = (item: TRPCResponse) => {
    if ('error' in item) return JSON.stringify({ ...item, error: output.serialize(item.error) })
    const data = output.serialize(item.result.data)
    const json = jsonTextOf(data)
    if (json !== undefined) return `{"result":{"data":${json}}}`
    return JSON.stringify({ ...item, result: { ...item.result, data } })
  }
  return Array.isArray(response) ? `[${response.map(write).join()}]` : write(response)
}
