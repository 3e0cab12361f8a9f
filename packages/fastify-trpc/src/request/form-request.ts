import type { AnyTRPCRouter } from '@trpc/server'
import type { FastifyHandlerOptions } from '@trpc/server/adapters/fastify'
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http'
import { resolveResponse } from '@trpc/server/http'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Reads a body of `multipart/form-data`. What it keeps for that is of no use once `reply` has closed. */
export type ReadForm = (req: FastifyRequest, reply: FastifyReply) => Promise<FormData>

export function isForm({ headers, method }: FastifyRequest): boolean {
  return (
    method === 'POST' && headers['content-type']?.toLowerCase().startsWith('multipart/form-data') === true
  )
}

/**
 * Answers a call whose input is a form, as tRPC's own handler does. That would read the whole body into memory; this one leaves it
 * to `readForm`, which is called when the procedure asks for its input.
 */
export async function answerForm<TRouter extends AnyTRPCRouter>(
  req: FastifyRequest,
  reply: FastifyReply,
  path: string,
  options: FastifyHandlerOptions<TRouter, FastifyRequest, FastifyReply>,
  readForm: ReadForm,
): Promise<Response> {
  // An empty body, so that the request does not begin to read the real one.
  const request = incomingMessageToRequest(Object.assign(req.raw, { body: '' }), reply.raw, {
    maxBodySize: null,
  })
  Object.defineProperty(request, 'formData', { value: () => readForm(req, reply) })
  return resolveResponse({
    ...options,
    req: request,
    path,
    error: null,
    createContext: async (inner) => options.createContext?.({ req, res: reply, ...inner }),
    onError: (event) => options.onError?.({ ...event, req }),
  })
}
