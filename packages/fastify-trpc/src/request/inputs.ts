import { type AnyTRPCRouter, TRPCError } from '@trpc/server'
import type { JsonRequest } from './json-request.ts'

/**
 * The inputs of a request's calls, parsed when the first is read. Reading takes as many microtasks as in tRPC's own
 * handler, so that the errors of a batch come in the same order.
 */
export class Inputs {
  readonly #request: JsonRequest
  readonly #router: AnyTRPCRouter
  #pending: Promise<unknown[]> | undefined
  #values: unknown[] | undefined

  constructor(request: JsonRequest, router: AnyTRPCRouter) {
    this.#request = request
    this.#router = router
  }

  /** All inputs, by the index of their calls. If they cannot be parsed, every call gets the same error. */
  async read(): Promise<unknown[]> {
    if (this.#values) return this.#values
    this.#pending ??= this.#parse().catch(fail)
    this.#values = await this.#pending
    return this.#values
  }

  /** The input of one call, if inputs have been read. */
  peek(index: number): unknown {
    return this.#values?.[index]
  }

  async #parse(): Promise<unknown[]> {
    const { calls, input, isBatchCall } = this.#request
    if (input === '') return []
    const parsed: unknown = JSON.parse(input)
    const { input: transformer } = this.#router._def._config.transformer
    if (!isBatchCall) return [transformer.deserialize(parsed)]
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
      throw new TRPCError({
        code: 'BAD_REQUEST',
        message: '"input" needs to be an object when doing a batch call',
      })
    }
    const inputs = parsed as Record<number, unknown>
    return calls.map((_, index) =>
      inputs[index] === undefined ? undefined : transformer.deserialize(inputs[index]),
    )
  }
}

function fail(cause: unknown): never {
  if (cause instanceof TRPCError) throw cause
  const message = cause instanceof Error ? cause.message : 'Invalid input'
  throw new TRPCError({ code: 'BAD_REQUEST', message, cause })
}
