import { TRPCError } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { compileRevalidate } from './conditional/revalidate.ts'
import { UnreadForm } from './input/body.ts'
import { takingNoInput } from './input/no-input.ts'
import { compileInput } from './input/read-input.ts'
import type { Route } from './route/route.ts'

/** What `createContext` gets. `pathParams` has every parameter of the path, decoded but not coerced. */
export interface CreateContextOptions {
  req: FastifyRequest
  res: FastifyReply
  pathParams: Record<string, string>
  /**
   * Sets the weak entity tag of a GET's answer before the answer is made. If `If-None-Match` lists it, the call ends
   * here with 304. On other methods, and on streams, it does nothing.
   */
  revalidate: (tag: string) => void
}

/** An `AbortController`, which makes its signal when that is first looked at. */
export type WithSignal = Pick<AbortController, 'signal'>

/** Calls a route's procedure for a request. The signal aborts when the client leaves. */
export type Call = (
  req: FastifyRequest,
  reply: FastifyReply,
  controller: WithSignal,
) => Promise<{ input: unknown; output: unknown; ctx: unknown }>

/** Compiles the call of a route's procedure: it makes the context, and reads the input when the procedure asks. */
export function compileCall(route: Route, createContext: (options: CreateContextOptions) => unknown): Call {
  const readInput = compileInput(route)
  const revalidate = compileRevalidate(route)
  const { ignoresSignal, inputs, procedure: path, type } = route
  const call = takingNoInput(route.call, inputs)
  const checksInput = inputs.length > 0

  return async (req, reply, controller) => {
    // Read once, however many parsers and middlewares ask, and only after the guards before them.
    let input: Promise<unknown> | undefined
    const getRawInput = () => {
      input ??= read(req, reply)
      return input
    }
    const ctx = await createContext({
      req,
      res: reply,
      pathParams: req.params as Record<string, string>,
      revalidate: revalidate(req, reply),
    })
    if (!checksInput) await getRawInput()
    const signal = ignoresSignal ? undefined : controller.signal
    const output = await call({ ctx, getRawInput, path, type, signal, batchIndex: 0 })
    return { input: await getRawInput(), output, ctx }
  }

  async function read(req: FastifyRequest, reply: FastifyReply) {
    try {
      if (req.body instanceof UnreadForm) req.body = await req.body.fields(reply)
      return await readInput(req)
    } catch (cause) {
      if (cause instanceof TRPCError) throw cause
      // Coercion only throws when the depth of a recursive value exhausts the stack.
      throw new TRPCError({ code: 'BAD_REQUEST', message: 'The input cannot be read', cause })
    }
  }
}
