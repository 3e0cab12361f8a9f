import { type Dispatcher, request as undiciRequest } from 'undici'
import type { HttpRequest } from './http-connection.ts'

export interface HttpResponse {
  status: number
  headers: Record<string, string | undefined>
  body: unknown
}

/** Sends a request and reads the whole response. For use outside of measurements. */
export async function sendRequest(
  origin: string,
  request: HttpRequest,
  dispatcher?: Dispatcher,
): Promise<HttpResponse> {
  const { method, path, headers, body } = request
  const response = await undiciRequest(origin + path, {
    method,
    headers,
    body: body ?? null,
    ...(dispatcher && { dispatcher }),
  })
  const text = await response.body.text()
  return {
    status: response.statusCode,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, value?.toString()]),
    ),
    body: text === '' ? undefined : JSON.parse(text),
  }
}
