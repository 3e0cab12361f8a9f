import { type RestMeta, restPlugin } from '@tandem/rest'
import { initTRPC } from '@trpc/server'
import fastify from 'fastify'
import { z } from 'zod'

const t = initTRPC.meta<RestMeta>().create()
const getBook = t.procedure.meta({ openapi: { method: 'GET', path: '/books/{id}' } })
const book = getBook.input(z.object({ id: z.int() })).query(({ input }) => ({ id: input.id, title: 'Emma' }))
const app = fastify().register(restPlugin, { router: t.router({ book }), createContext: () => ({}) })
await app.listen({ port: 3000 })
