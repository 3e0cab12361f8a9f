import { createURL } from '@trpc/server/adapters/node-http'
import type { FastifyRequest } from 'fastify'

/** What a request's URL says. Parsing a URL costs as much as calling a procedure: it is done where somebody asks. */
export interface Address {
  isBatchCall: boolean
  /** The query's `input`, decoded; empty where there is none. */
  input: string
  readonly url: URL
}

/**
 * As tRPC's clients write them: a path on this host, and nothing in the query that `URLSearchParams` would read in
 * another way than `decodeURIComponent`.
 */
const PLAIN =
  /^\/(?![/\\])[^?#\0- \u007f-\uffff]*(?:\?(?:(batch=1)(?:&input=([^&#+\0- \u007f-\uffff]*))?|input=([^&#+\0- \u007f-\uffff]*)))?$/

/** The last host that was seen to make a URL: nearly always the next request's too. */
let knownHost: string | undefined

/** Undefined for a URL that tRPC's own handler, or its `new Request`, would refuse, and with connection params. */
export function readAddress(req: FastifyRequest): Address | undefined {
  return readPlain(req) ?? readAny(req)
}

function readPlain({ raw }: FastifyRequest): Address | undefined {
  const { host } = raw.headers
  const match = host !== undefined && host === knownHost && PLAIN.exec(raw.url ?? '')
  if (!match) return undefined
  const [, batch, batchInput, input = batchInput ?? ''] = match
  try {
    return new PlainAddress(raw, batch !== undefined, decodeURIComponent(input))
  } catch {
    return undefined
  }
}

class PlainAddress implements Address {
  readonly isBatchCall: boolean
  readonly input: string
  readonly #req: FastifyRequest['raw']
  #url: URL | undefined

  constructor(req: FastifyRequest['raw'], isBatchCall: boolean, input: string) {
    this.#req = req
    this.isBatchCall = isBatchCall
    this.input = input
  }

  get url(): URL {
    this.#url ??= createURL(this.#req)
    return this.#url
  }
}

function readAny({ raw }: FastifyRequest): Address | undefined {
  const url = parse(raw)
  // The official client sends connection params with subscriptions only.
  if (!url || url.searchParams.has('connectionParams')) return undefined
  knownHost = raw.headers.host
  return {
    isBatchCall: url.searchParams.get('batch') === '1',
    input: url.searchParams.get('input') ?? '',
    url,
  }
}

/** The URL the official handler would see; undefined where it, or its `new Request`, would throw. */
function parse(req: FastifyRequest['raw']): URL | undefined {
  try {
    const url = createURL(req)
    return url.username === '' && url.password === '' ? url : undefined
  } catch {
    return undefined
  }
}
