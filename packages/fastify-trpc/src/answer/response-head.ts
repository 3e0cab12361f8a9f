import type { TRPCError } from '@trpc/server'
import { getHTTPStatusCode, type ResponseMeta } from '@trpc/server/http'
import type { TRPCResponse } from '@trpc/server/rpc'
import type { FastifyReply } from 'fastify'
import type { Exchange } from '../request/exchange.ts'

const vary = 'trpc-accept, accept'
const json = 'application/json'

/** The status and headers of an answer, which `responseMeta` may change. */
export class ResponseHead {
  /** Whether the content type is JSON. Errors before that are sent as `text/plain`. */
  isJson = false
  #status = 200
  /** Made when `responseMeta` adds headers, so that the rules of `Headers` apply. */
  #headers: Headers | undefined
  readonly #exchange: Exchange

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  /** Decides the status and calls `responseMeta`. If the answer fails it is called again, and its headers add up. */
  decide(responses: TRPCResponse[], errors: (TRPCError | undefined)[]): void {
    const failed = errors.filter((error) => error !== undefined)
    this.#status = failed.length === 0 ? 200 : getHTTPStatusCode(responses, errors)
    const { ctx, info, options } = this.#exchange
    const meta = options.responseMeta?.({
      ctx,
      info,
      paths: info.calls.map(({ path }) => path),
      data: responses,
      errors: failed,
      eagerGeneration: false,
      type: info.type,
    })
    if (meta?.headers) this.#add(meta.headers)
    if (meta?.status) this.#status = meta.status
  }

  /**
   * What Fastify has to send. A status or content type with which Fastify would not send a text needs a `Response`,
   * whose constructor throws if the status is invalid.
   */
  finish(body: string, reply: FastifyReply): string | Response {
    const headers = this.#headers
    const isJson = headers ? headers.get('content-type') === json : this.isJson
    if (!isJson || !allowsBody(this.#status)) {
      return new Response(body, { status: this.#status, headers: this.#all() })
    }
    reply.code(this.#status).header('vary', vary).type(json)
    if (headers) for (const [name, value] of headers) reply.header(name, value)
    // With its default serializer, Fastify would add a charset to the content type.
    reply.serializer(unchanged)
    return body
  }

  #add(added: NonNullable<ResponseMeta['headers']>) {
    if (added instanceof Headers) {
      for (const [name, value] of added) this.#all().append(name, value)
      return
    }
    for (const [name, value] of Object.entries(added)) {
      if (Array.isArray(value)) for (const item of value) this.#all().append(name, item)
      else if (typeof value === 'string') this.#all().set(name, value)
    }
  }

  #all(): Headers {
    this.#headers ??= new Headers({ vary, ...(this.isJson && { 'content-type': json }) })
    return this.#headers
  }
}

function allowsBody(status: number): boolean {
  return status >= 200 && status <= 599 && ![204, 205, 304].includes(status)
}

const unchanged = (body: string) => body
