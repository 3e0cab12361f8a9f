import { type Dispatcher, request } from 'undici'
import type { Call } from './http-connection.ts'

export interface Answer {
  status: number
  headers: Record<string, string | undefined>
  body: unknown
}

/** Sends one call and reads its answer. For when it does not have to be fast. */
export async function ask(origin: string, call: Call, dispatcher?: Dispatcher): Promise<Answer> {
  const { method, path, headers, body } = call
  const response = await request(origin + path, {
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
