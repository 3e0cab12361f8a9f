import type { FastifyInstance } from 'fastify'
import { bearer, type Caller, type Credentials, type Method, rest } from './caller.ts'
import type { Fields, Procedure } from './procedures.ts'

interface Request {
  method: Method
  url: string
  headers: Record<string, string>
  json?: unknown
}

export const takesBody = ({ route }: Procedure): boolean => ['POST', 'PUT', 'PATCH'].includes(route.method)

/** The URL of a procedure's REST route. `params` fills the path, the caller's own `userId` included. */
export function restUrl({ route }: Procedure, params: Fields): string {
  return `/api/v1${route.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(asText(params[name])))}`
}

/** A call over REST: `params` in the path, the field that `ifMatch` names as `If-Match`, the rest in body or query. */
export function restRequest(procedure: Procedure, params: Fields, fields: Fields): Request {
  const { method, ifMatch } = procedure.route
  const { [ifMatch ?? '']: version, ...sent } = fields
  const isConditional = ifMatch !== undefined && version !== undefined
  const url = restUrl(procedure, params)
  // What cannot stand in a header never reaches a server.
  const headers: Record<string, string> = isConditional
    ? { 'if-match': `"${asText(version).replaceAll(/[^\x20-\x7e]/g, '')}"` }
    : {}
  const all = isConditional ? sent : fields
  if (takesBody(procedure)) return { method, url, headers, json: all }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(all))
    for (const one of [value].flat()) query.append(name.toWellFormed(), asText(one))
  return { method, url: query.size ? `${url}?${query}` : url, headers }
}

/** A call in tRPC's own envelope, without the official client, which would not send what its types refuse. */
export function trpcRequest({ path, type }: Procedure, input: unknown): Request {
  const headers = { 'content-type': 'application/json' }
  if (type === 'mutation') return { method: 'POST', url: `/trpc/${path}`, headers, json: input }
  const text = JSON.stringify(input)
  return { method: 'GET', url: `/trpc/${path}?input=${encodeURIComponent(text)}`, headers }
}

/** Credentials of the caller with which the procedure may be called: the access token, or a key if it takes nothing else. */
export async function credentialsFor(
  { credentials, scopes }: Procedure,
  caller: Caller,
): Promise<Credentials> {
  const [scope] = scopes ?? []
  return scope === undefined || credentials.includes('jwt') ? bearer(caller) : caller.key(scope)
}

export function send(
  app: FastifyInstance,
  { method, url, headers, json }: Request,
  credentials: Credentials = {},
) {
  return rest(app, method, url, {
    headers: { ...headers, ...credentials },
    ...(json !== undefined && { json }),
  })
}

/** An input as it is put into a URL or a header. */
function asText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.slice(0, 2000).toWellFormed()
}
