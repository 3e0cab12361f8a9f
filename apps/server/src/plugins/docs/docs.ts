import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync } from 'fastify'
import { PACKAGE_ROOT } from '../../boot/package-root.ts'
import { openApiJson } from '../../http/openapi.ts'
import { DOCS_POLICY } from '../../http/security-headers.ts'

const require = createRequire(import.meta.url)
const packageDir = (name: string) => path.dirname(require.resolve(`${name}/package.json`))

const SWAGGER_UI = packageDir('swagger-ui-dist')
const REDOC = path.join(packageDir('redoc'), 'bundles/redoc.standalone.js')

/** ReDoc would load its logo from another host. An empty image replaces it. */
const REDOC_LOGO = 'https://cdn.redoc.ly/redoc/logo-mini.svg'
const EMPTY_IMAGE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

/** The files that Swagger UI's page loads. The rest of its package is not served. */
const SWAGGER_UI_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js']

/** Our own files for the two pages. */
const OWN_FILES = ['docs/docs.js', 'docs/favicon.svg', 'redoc/redoc.js']

/** `/openapi.json`, the same as `/openapi-3.0.json` for tools that read no newer version, Swagger UI at `/docs` and ReDoc at `/redoc`, with all their files. */
export const docs: FastifyPluginAsync<{ appUrl: string }> = async (app, { appUrl }) => {
  await app.register(fastifyStatic, { root: path.join(PACKAGE_ROOT, 'public'), serve: false })
  for (const page of ['docs', 'redoc']) {
    app.get(`/${page}`, (_req, reply) => reply.headers(DOCS_POLICY).sendFile(`${page}/index.html`))
  }
  for (const file of OWN_FILES) app.get(`/${file}`, (_req, reply) => reply.sendFile(file))

  const documents = {
    '/openapi.json': openApiJson({ appUrl }),
    '/openapi-3.0.json': openApiJson({ appUrl, version: '3.0.3' }),
  }
  for (const [url, document] of Object.entries(documents)) {
    app.get(url, (_req, reply) => reply.type('application/json; charset=utf-8').send(document))
  }

  for (const file of SWAGGER_UI_FILES) {
    app.get(`/docs/${file}`, (_req, reply) => reply.sendFile(file, SWAGGER_UI, { maxAge: '1d' }))
  }
  const redoc = Buffer.from((await readFile(REDOC, 'utf8')).replaceAll(REDOC_LOGO, EMPTY_IMAGE))
  app.get('/redoc/redoc.standalone.js', (_req, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'public, max-age=86400').send(redoc),
  )
}
