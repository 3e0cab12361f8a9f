import type { FastifyInstance } from 'fastify'
import { bearer, type Caller, type Credentials, type Method, rest } from '../caller.ts'
import type { Fields, Procedure } from '../procedures.ts'

interface Request {
  method: Method
  url: string
  headers: Record<string, string>
  json?: unknown
  form?: FormData
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
  if (takesForm(procedure)) return { method, url, headers, form: formOf(all) }
  if (takesBody(procedure)) return { method, url, headers, json: all }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(all))
    for (const one of [value].flat()) query.append(name.toWellFormed(), asText(one))
  return { method, url: query.size ? `${url}?${query}` : url, headers }
}

/** A call in tRPC's own envelope, without the official client, which would not send what its types refuse. */
export function trpcRequest(procedure: Procedure, input: unknown): Request {
  const { path, type } = procedure
  // A form always has fields, if none.
  if (takesForm(procedure))
    return { method: 'POST', url: `/trpc/${path}`, headers: {}, form: formOf((input ?? {}) as Fields) }
  const headers = { 'content-type': 'application/json' }
  if (type === 'mutation') return { method: 'POST', url: `/trpc/${path}`, headers, json: input }
  const text = JSON.stringify(input)
  return { method: 'GET', url: `/trpc/${path}?input=${encodeURIComponent(text)}`, headers }
}

const takesForm = ({ route }: Procedure): boolean =>
  route.contentTypes?.includes('multipart/form-data') === true

/** Text and files as they are, and other values as their JSON. */
function formOf(fields: Fields): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof File) form.append(name, value)
    else if (value !== undefined) form.append(name.toWellFormed(), asText(value))
  }
  return form
}

/** Credentials of the caller with which the procedure may be called: the access token, or a key if it takes nothing else. */
export async function credentialsFor(
  { credentials, scopes }: Procedure,
  caller: Caller,
): Promise<Credentials> {
  const [scope] = scopes ?? []
  return scope === undefined || credentials.includes('jwt') ? bearer(caller) : caller.key(scope)
}

export async function send(
  app: FastifyInstance,
  { method, url, headers, json, form }: Request,
  credentials: Credentials = {},
) {
  const encoded = form && (await encodeForm(form))
  return rest(app, method, url, {
    headers: { ...headers, ...encoded?.headers, ...credentials },
    ...(json !== undefined && { json }),
    ...(encoded && { body: encoded.body }),
  })
}

/** An input as it is put into a URL or a header. */
function asText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.slice(0, 2000).toWellFormed()
}

/** A form as a client sends it. */
export async function encodeForm(form: FormData) {
  const encoded = new Response(form)
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' }
  return { headers, body: Buffer.from(await encoded.arrayBuffer()) }
}
