import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync } from 'fastify'
import { openApiJson } from '../openapi.ts'
import { PACKAGE_ROOT } from '../package-root.ts'

const require = createRequire(import.meta.url)
const packageDir = (name: string) => path.dirname(require.resolve(`${name}/package.json`))

const SWAGGER_UI = packageDir('swagger-ui-dist')
const REDOC = path.join(packageDir('redoc'), 'bundles/redoc.standalone.js')

/** The one thing ReDoc would load from another host, a logo; and nothing, as an image. */
const REDOC_LOGO = 'https://cdn.redoc.ly/redoc/logo-mini.svg'
const NO_IMAGE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

/** What Swagger UI's page loads: a folder of a package is not ours to publish whole. */
const SWAGGER_UI_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js']

/** `/` and its files, `/openapi.json`, Swagger UI at `/docs` and ReDoc at `/redoc`: all served from here. */
export const pages: FastifyPluginAsync = async (app) => {
  await app.register(fastifyStatic, { root: path.join(PACKAGE_ROOT, 'public'), wildcard: false })
  app.get('/docs', (_req, reply) => reply.sendFile('docs.html'))
  app.get('/redoc', (_req, reply) => reply.sendFile('redoc.html'))

  const document = openApiJson()
  app.get('/openapi.json', (_req, reply) => reply.type('application/json; charset=utf-8').send(document))

  for (const file of SWAGGER_UI_FILES) {
    app.get(`/docs/${file}`, (_req, reply) => reply.sendFile(file, SWAGGER_UI, { maxAge: '1d' }))
  }
  const redoc = Buffer.from((await readFile(REDOC, 'utf8')).replaceAll(REDOC_LOGO, NO_IMAGE))
  app.get('/redoc/redoc.standalone.js', (_req, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'public, max-age=86400').send(redoc),
  )
}
