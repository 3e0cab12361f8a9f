import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import { contentTag, formatEntityTag, matchesIfNoneMatch } from '@tandem/rest'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { PACKAGE_ROOT } from '../../boot/package-root.ts'
import { varyBy } from '../../http/caching.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** Answers a path that nothing is at with the web app, where there is one and a browser asks for a page. */
    sendPage?: () => FastifyReply | undefined
  }
}

/** Where the build of `apps/web` goes. */
export const WEB_ROOT = path.join(PACKAGE_ROOT, '../web/dist')

/** What is the server's own, and no page of the app. At `/calendar` itself the app has a page; calendars are below it. */
const OWN = /^\/(?:(?:api|assets|docs|health|metrics|openapi\.json|redoc|session|trpc)(?=[/?]|$)|calendar\/)/

/** The names of the files in it hold a digest of what is in them. */
const HASHED = 'assets'
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * The built web app: its files, each by its name, and its one page for every path that only its script knows. What is there
 * is looked up once, at the start.
 */
export const web = fp<{ root: string }>(async (app, { root }) => {
  const page = await readFile(path.join(root, 'index.html'), 'utf8').catch(whereMissing)
  if (page === undefined) {
    app.log.warn({ root }, 'no web app is served: it has not been built')
    return
  }
  const tag = contentTag(page)

  const sendPage = (req: FastifyRequest, reply: FastifyReply) => {
    varyBy(reply, 'accept')
    reply.headers({ 'cache-control': 'no-cache', etag: formatEntityTag(tag) })
    if (matchesIfNoneMatch(req, tag)) return reply.code(304).send()
    return reply.code(200).type('text/html; charset=utf-8').send(page)
  }
  app.get('/', sendPage)
  app.decorateReply('sendPage', function () {
    return asksForPage(this.request) ? sendPage(this.request, this) : undefined
  })

  // In a scope of its own, since other pages send files too, from another folder.
  await app.register(async (files) => {
    await files.register(fastifyStatic, {
      root,
      wildcard: false,
      globIgnore: ['index.html', '**/*.br', '**/*.gz'],
      preCompressed: true,
      decorateReply: false,
      cacheControl: false,
      setHeaders: (reply, file) => {
        const [folder] = path.relative(root, file).split(path.sep)
        reply.header('cache-control', folder === HASHED ? FOR_EVER : 'no-cache')
      },
    })
  })
})

function whereMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  return !OWN.test(url) && (headers.accept?.includes('text/html') ?? false)
}
