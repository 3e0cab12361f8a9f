import { type AnyTRPCRouter, TRPCError } from '@trpc/server'
import type { Ordinary } from './ordinary.ts'

/**
 * The inputs of a request's calls, parsed when the first of them is asked for. It takes as many turns as tRPC's own,
 * so that calls of a batch which fail without an input fail before the others here too.
 */
export class Inputs {
  readonly #request: Ordinary
  readonly #router: AnyTRPCRouter
  #pending: Promise<unknown[]> | undefined
  #values: unknown[] | undefined

  constructor(request: Ordinary, router: AnyTRPCRouter) {
    this.#request = request
    this.#router = router
  }

  /** All inputs, by the index of their calls. If they cannot be parsed every call gets the same error. */
  async read(): Promise<unknown[]> {
    if (this.#values) return this.#values
    this.#pending ??= this.#parse().catch(refuse)
    this.#values = await this.#pending
    return this.#values
  }

  /** One call's input, if any has been read. */
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

function refuse(cause: unknown): never {
  if (cause instanceof TRPCError) throw cause
  const message = cause instanceof Error ? cause.message : 'Invalid input'
  throw new TRPCError({ code: 'BAD_REQUEST', message, cause })
}
