import type { z } from 'zod'
import type { RestRoute } from '../meta.ts'
import { createApp, t } from './test-app.ts'

/** An app with one GET at `/api/it`, which returns what it is given, and the errors that were reported. */
export async function serveOutput(output: unknown, meta: Partial<RestRoute> = {}, schema?: z.ZodType) {
  const errors: string[] = []
  const procedure = t.procedure.meta({ openapi: { method: 'GET', path: '/it', ...meta } })
  const declared = schema ? procedure.output(schema) : procedure
  const router = t.router({
    it: declared.query(() => (typeof output === 'function' ? output() : output)),
  })
  const app = await createApp(router, { onError: ({ error }) => errors.push(error.message) })
  const get = (headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url: '/api/it', headers })
  return { get, errors }
}

/** A stream of four bytes, as browsers have it. */
export const webStream = () =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array([0, 1, 2, 255]))
      controller.close()
    },
  })
