import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import { contentTag, formatEntityTag, matchesIfNoneMatch } from '@tandem/rest'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { PACKAGE_ROOT } from '../../boot/package-root.ts'
import { varyBy } from '../../http/response/caching.ts'
import { sendEncoded } from '../../http/response/compression.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** Sends the web app if a browser asks for a page at a path without a route. Absent if no web app is served. */
    sendPage?: () => FastifyReply | undefined
  }
}

/** The built web app: in the folder that `pnpm build` makes, and for a server run from source where its own build leaves it. */
export const WEB_ROOT = path.join(
  PACKAGE_ROOT,
  existsSync(path.join(PACKAGE_ROOT, 'src')) ? '../web/dist' : 'web',
)

/** Paths that are never a page of the app. `/calendar` is one, but what is below it is the server's. */
const SERVER_PATHS =
  /^\/(?:(?:api|assets|docs|health|metrics|openapi\.json|redoc|session|trpc)(?=[/?]|$)|calendar\/)/

/** A folder of files whose names contain a digest of their content. */
const HASHED = 'assets'
const IMMUTABLE = 'public, max-age=31536000, immutable'

/**
 * Serves the built web app: its files, and its one page for every path that only its script knows. The files are listed
 * once, at the start, so no request can name another one.
 */
export const web = fp<{ root: string; basePath: string }>(async (app, { root, basePath }) => {
  const built = await readFile(path.join(root, 'index.html'), 'utf8').catch(undefinedIfMissing)
  if (built === undefined) {
    app.log.warn({ root }, 'no web app is served: it has not been built')
    return
  }
  const page = Buffer.from(basePath === '' ? built : pageAt(basePath, built))
  const tag = contentTag(page)

  const sendPage = (req: FastifyRequest, reply: FastifyReply) => {
    varyBy(reply, 'accept, accept-encoding')
    reply.headers({ 'cache-control': 'no-cache', etag: formatEntityTag(tag) })
    if (matchesIfNoneMatch(req, tag)) return reply.code(304).send()
    return sendEncoded(req, reply.code(200).type('text/html; charset=utf-8'), page)
  }
  app.get('/', sendPage)
  app.decorateReply('sendPage', function () {
    return asksForPage(this.request) ? sendPage(this.request, this) : undefined
  })

  // In a scope of its own, because the docs plugin serves files from another folder.
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
        reply.header('cache-control', folder === HASHED ? IMMUTABLE : 'no-cache')
      },
    })
  })
})

/** The page for a path in front of its own: its files are there, and its script reads it. */
function pageAt(basePath: string, page: string): string {
  return page
    .replace('<html ', () => `<html data-base-path="${basePath}" `)
    .replaceAll(/(src|href)="\//g, (_, name) => `${name}="${basePath}/`)
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  return !SERVER_PATHS.test(url) && (headers.accept?.includes('text/html') ?? false)
}
