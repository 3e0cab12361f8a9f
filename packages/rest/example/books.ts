import { EventEmitter, once } from 'node:events'
import { openApiDocument, restPlugin } from '@tandem/rest'
import type { RestMeta } from '@tandem/rest/meta'
import { initTRPC, TRPCError, tracked } from '@trpc/server'
import fastify from 'fastify'
import { z } from 'zod'

interface Context {
  user: string | undefined
  revalidate: (tag: string) => void
}
const t = initTRPC.context<Context>().meta<RestMeta>().create()

const Book = z.object({ id: z.string(), title: z.string(), version: z.int() }).meta({ id: 'Book' })
type Book = z.infer<typeof Book>
const books = new Map<string, Book>()
const history: Book[] = []
const saved = new EventEmitter().setMaxListeners(0)

const find = (id: string) => {
  const book = books.get(id)
  if (!book) throw new TRPCError({ code: 'NOT_FOUND', message: 'No such book' })
  return book
}

const save = (book: Book) => {
  books.set(book.id, book)
  history.push(book)
  saved.emit('book')
  return book
}

async function* since(revision: number, signal: AbortSignal | undefined) {
  for (let sent = revision; ; await once(saved, 'book', { signal })) {
    for (const book of history.slice(sent)) yield tracked(String(++sent), book)
  }
}

export const appRouter = t.router({
  book: t.router({
    list: t.procedure
      .meta({ openapi: { method: 'GET', path: '/books' } })
      .input(z.object({ id: z.array(z.string()).optional(), limit: z.int().max(100).default(20) }))
      .output(z.array(Book))
      .query(({ ctx, input: { id, limit } }) => {
        ctx.revalidate(String(history.length))
        return [...books.values()].filter((book) => !id || id.includes(book.id)).slice(0, limit)
      }),

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
      .mutation(({ input }) => save({ id: String(books.size + 1), title: input.title, version: 1 })),

    rename: t.procedure
      .meta({ openapi: { method: 'PATCH', path: '/books/{id}', etag: 'version', ifMatch: 'ifVersion' } })
      .input(z.object({ id: z.string(), title: z.string().min(1), ifVersion: z.array(z.int()).optional() }))
      .output(Book)
      .mutation(({ input: { id, title, ifVersion } }) => {
        const book = find(id)
        if (ifVersion && !ifVersion.includes(book.version))
          throw new TRPCError({ code: 'PRECONDITION_FAILED' })
        return save({ id, title, version: book.version + 1 })
      }),

    changes: t.procedure
      .meta({ openapi: { method: 'GET', path: '/changes', event: Book, errorResponses: [404] } })
      .input(z.object({ lastEventId: z.int().min(0).optional() }))
      .subscription(async ({ input: { lastEventId = history.length }, signal }) => {
        if (lastEventId > history.length) throw new TRPCError({ code: 'NOT_FOUND', message: 'No such event' })
        return Object.assign(since(lastEventId, signal), { lastEventId: String(lastEventId) })
      }),
  }),
})

export const app = fastify()

app.register(restPlugin<typeof appRouter>, {
  prefix: '/api',
  router: appRouter,
  createContext: ({ req, revalidate }) => ({ user: req.headers.authorization, revalidate }),
})

app.get('/openapi.json', () =>
  openApiDocument(appRouter, { title: 'Books', version: '1.0.0', prefix: '/api' }),
)
