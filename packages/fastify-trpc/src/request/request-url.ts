import { createURL } from '@trpc/server/adapters/node-http'
import type { FastifyRequest } from 'fastify'

/** What a request's URL says. Parsing a URL costs as much as calling a procedure, so that waits until `url` is read. */
export interface RequestUrl {
  isBatchCall: boolean
  /** The query's `input`, decoded. Empty without one. */
  input: string
  readonly url: URL
}

/**
 * URLs as tRPC's clients write them: a path on this host, and a query that `URLSearchParams` and `decodeURIComponent`
 * read alike.
 */
const PLAIN =
  /^\/(?![/\\])[^?#\0- \u007f-\uffff]*(?:\?(?:(batch=1)(?:&input=([^&#+\0- \u007f-\uffff]*))?|input=([^&#+\0- \u007f-\uffff]*)))?$/

/** The last host that a URL could be made with. The next request nearly always has the same. */
let knownHost: string | undefined

/** Undefined for a URL that tRPC's own handler or its `new Request` would refuse, and for one with connection params. */
export function readRequestUrl(req: FastifyRequest): RequestUrl | undefined {
  return readPlain(req) ?? readAny(req)
}

function readPlain({ raw }: FastifyRequest): RequestUrl | undefined {
  const { host } = raw.headers
  const match = host !== undefined && host === knownHost && PLAIN.exec(raw.url ?? '')
  if (!match) return undefined
  const [, batch, batchInput, input = batchInput ?? ''] = match
  try {
    return new PlainUrl(raw, batch !== undefined, decodeURIComponent(input))
  } catch {
    return undefined
  }
}

class PlainUrl implements RequestUrl {
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

function readAny({ raw }: FastifyRequest): RequestUrl | undefined {
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

/** The URL as the official handler sees it. Undefined if that, or its `new Request`, would throw. */
function parse(req: FastifyRequest['raw']): URL | undefined {
  try {
    const url = createURL(req)
    return url.username === '' && url.password === '' ? url : undefined
  } catch {
    return undefined
  }
}
