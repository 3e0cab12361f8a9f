import { openApiDocument, restPlugin } from '@tandem/rest'
import type { RestMeta } from '@tandem/rest/meta'
import { initTRPC, TRPCError } from '@trpc/server'
import fastify from 'fastify'
import { z } from 'zod'

const t = initTRPC.context<{ user: string | undefined }>().meta<RestMeta>().create()

const Book = z.object({ id: z.string(), title: z.string(), version: z.int() }).meta({ id: 'Book' })
const books = new Map<string, z.infer<typeof Book>>()

const find = (id: string) => {
  const book = books.get(id)
  if (!book) throw new TRPCError({ code: 'NOT_FOUND', message: 'No such book' })
  return book
}

export const appRouter = t.router({
  book: t.router({
    list: t.procedure
      .meta({ openapi: { method: 'GET', path: '/books' } })
      .input(z.object({ id: z.array(z.string()).optional(), limit: z.int().max(100).default(20) }))
      .output(z.array(Book))
      .query(({ input: { id, limit } }) =>
        [...books.values()].filter((book) => !id || id.includes(book.id)).slice(0, limit),
      ),

    get: t.procedure
      .meta({ openapi: { method: 'GET', path: '/books/{id}', etag: 'version', errorResponses: [404] } })
      .input(z.object({ id: z.string() }))
      .output(Book)
      .query(({ input }) => find(input.id)),

    create: t.procedure
      .meta({
        openapi: {
          method: 'POST',
          path: '/books',
          successStatus: 201,
          etag: 'version',
          location: '/books/{id}',
        },
      })
      .input(z.object({ title: z.string().min(1) }))
      .output(Book)
      .mutation(({ input }) => {
        const book = { id: String(books.size + 1), title: input.title, version: 1 }
        books.set(book.id, book)
        return book
      }),

    rename: t.procedure
      .meta({ openapi: { method: 'PATCH', path: '/books/{id}', etag: 'version', ifMatch: 'ifVersion' } })
      .input(z.object({ id: z.string(), title: z.string().min(1), ifVersion: z.array(z.int()).optional() }))
      .output(Book)
      .mutation(({ input: { id, title, ifVersion } }) => {
        const book = find(id)
        if (ifVersion && !ifVersion.includes(book.version))
          throw new TRPCError({ code: 'PRECONDITION_FAILED' })
        return Object.assign(book, { title, version: book.version + 1 })
      }),
  }),
})

export const app = fastify()

app.register(restPlugin<typeof appRouter>, {
  prefix: '/api',
  router: appRouter,
  createContext: ({ req }) => ({ user: req.headers.authorization }),
})

app.get('/openapi.json', () =>
  openApiDocument(appRouter, { title: 'Books', version: '1.0.0', prefix: '/api' }),
)
