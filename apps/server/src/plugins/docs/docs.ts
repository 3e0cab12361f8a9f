import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync } from 'fastify'
import { PACKAGE_ROOT } from '../../boot/package-root.ts'
import { openApiJson } from '../../http/openapi.ts'
import { compressAnswers } from '../../http/response/compression.ts'
import { DOCS_POLICY } from '../../http/response/security-headers.ts'

const require = createRequire(import.meta.url)
const packageDir = (name: string) => path.dirname(require.resolve(`${name}/package.json`))

const SWAGGER_UI = packageDir('swagger-ui-dist')
const REDOC = path.join(packageDir('redoc'), 'bundles/redoc.standalone.js')

/** ReDoc would load its logo from another host. An empty image replaces it. */
const REDOC_LOGO = 'https://cdn.redoc.ly/redoc/logo-mini.svg'
const EMPTY_IMAGE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

/** The files that Swagger UI's page loads. The rest of its package is not served. */
const SWAGGER_UI_FILES = [
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
] as const

/** Our own files for the two pages. */
const OWN_FILES = ['docs/docs.js', 'docs/favicon.svg', 'redoc/redoc.js']

const DOCUMENTS = [
  ['/openapi.json', '3.1.0'],
  ['/openapi-3.0.json', '3.0.3'],
] as const

/** `/openapi.json`, the same as `/openapi-3.0.json` for tools that read no newer version, Swagger UI at `/docs` and ReDoc at `/redoc`, with all their files. */
export const docs: FastifyPluginAsync<{ appUrl: string }> = async (app, { appUrl }) => {
  compressAnswers(app)
  await app.register(fastifyStatic, { root: path.join(PACKAGE_ROOT, 'public'), serve: false })
  for (const page of ['docs', 'redoc']) {
    app.get(`/${page}`, (_req, reply) => reply.headers(DOCS_POLICY).sendFile(`${page}/index.html`))
  }
  for (const file of OWN_FILES) app.get(`/${file}`, (_req, reply) => reply.sendFile(file))

  for (const [url, version] of DOCUMENTS) {
    // Made when it is first asked for, which saves a tenth of a second at the start. As bytes, which are compressed once.
    let document: Buffer | undefined
    app.get(url, (_req, reply) => {
      document ??= Buffer.from(openApiJson({ appUrl, version }))
      return reply.type('application/json; charset=utf-8').send(document)
    })
  }

  for (const [file, type] of SWAGGER_UI_FILES) {
    // As bytes, too: a file would be a stream, which is not compressed.
    let bytes: Promise<Buffer> | undefined
    app.get(`/docs/${file}`, async (_req, reply) => {
      bytes ??= readFile(path.join(SWAGGER_UI, file))
      return reply
        .type(type)
        .header('cache-control', 'public, max-age=86400')
        .send(await bytes)
    })
  }
  const redoc = Buffer.from((await readFile(REDOC, 'utf8')).replaceAll(REDOC_LOGO, EMPTY_IMAGE))
  app.get('/redoc/redoc.standalone.js', (_req, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'public, max-age=86400').send(redoc),
  )
}
