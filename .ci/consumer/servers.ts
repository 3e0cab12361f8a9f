// What a program outside the workspace does with the two packed adapters: one router, served both ways.
import assert from 'node:assert/strict'
import { trpcPlugin } from '@tandem/fastify-trpc'
import { openApiDocument, restPlugin } from '@tandem/rest'
import type { RestMeta } from '@tandem/rest/meta'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { initTRPC } from '@trpc/server'
import fastify from 'fastify'
import { z } from 'zod'

interface Context {
  user: string | undefined
}

const t = initTRPC.context<Context>().meta<RestMeta>().create()
const router = t.router({
  greet: t.procedure
    .meta({ openapi: { method: 'GET', path: '/greetings/{name}' } })
    .input(z.object({ name: z.string(), times: z.int().default(1) }))
    .output(z.object({ text: z.string(), at: z.date() }).meta({ id: 'Greeting' }))
    .query(({ input }) => ({ text: 'Hello '.repeat(input.times) + input.name, at: new Date(0) })),
})

const app = fastify()
app.register(restPlugin<typeof router>, {
  prefix: '/api',
  router,
  createContext: ({ req }) => ({ user: req.headers.authorization }),
})
app.register(trpcPlugin<typeof router>, {
  prefix: '/trpc',
  router,
  createContext: ({ req }) => ({ user: req.headers.authorization }),
})
const url = await app.listen({ port: 0, host: '127.0.0.1' })

const answer = await fetch(`${url}/api/greetings/Ada?times=2`)
assert.deepEqual(await answer.json(), { text: 'Hello Hello Ada', at: '1970-01-01T00:00:00.000Z' })
assert.equal((await fetch(`${url}/api/greetings/Ada?time=2`)).status, 422)
const document = openApiDocument(router, { title: 'Greetings', version: '1.0.0', prefix: '/api' })
assert.ok(document.paths?.['/api/greetings/{name}'])
// As every zod has it that may be installed.
assert.deepEqual(document.components.schemas.Greeting?.properties?.at, {
  type: 'string',
  format: 'date-time',
})

const client = createTRPCClient<typeof router>({ links: [httpBatchLink({ url: `${url}/trpc` })] })
const greetings = await Promise.all(['Ada', 'Bea'].map((name) => client.greet.query({ name })))
assert.deepEqual(
  greetings.map(({ text }) => text),
  ['Hello Ada', 'Hello Bea'],
)
await app.close()
