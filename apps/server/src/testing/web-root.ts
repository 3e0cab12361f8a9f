import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll } from 'vitest'
import { serve, type TestApp, testApp } from './app.ts'
import { rest } from './caller.ts'

export const PAGE =
  '<!doctype html><html lang="en"><head><title>Tandem</title><script src="/assets/index-a1b2c3.js"></script></head><body><div id="root"></div></body></html>'
export const SCRIPT = `console.info(${JSON.stringify('x'.repeat(2000))})`

/** The `Accept` header of a browser that asks for a page. */
export const HTML = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

const FILES: Record<string, string | Buffer> = {
  'secret.txt': 'outside of what is served',
  'dist/index.html': PAGE,
  'dist/index.html.br': brotliCompressSync(PAGE),
  'dist/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'dist/manifest.webmanifest': '{"name":"Tandem"}',
  'dist/robots.txt': 'User-agent: *',
  'dist/.hidden': 'not to be seen',
  'dist/assets/index-a1b2c3.js': SCRIPT,
  'dist/assets/index-a1b2c3.js.br': brotliCompressSync(SCRIPT),
  'dist/assets/index-a1b2c3.js.gz': gzipSync(SCRIPT),
  'dist/assets/index-a1b2c3.css': 'body{margin:0}',
}

/** A server with a built web app, for all tests of a file. */
export function serveWebApp() {
  let folder: string
  let server: TestApp
  const root = () => path.join(folder, 'dist')

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tandem-web-'))
    await mkdir(path.join(root(), 'assets'), { recursive: true })
    for (const [name, content] of Object.entries(FILES)) await writeFile(path.join(folder, name), content)
    server = await serve((await testApp()).database, {}, { webRoot: root() })
  })

  afterAll(async () => {
    await server?.app.close()
    await rm(folder, { recursive: true, force: true })
  })

  return {
    root,
    server: () => server,
    get: (url: string, headers: Record<string, string> = HTML) => rest(server.app, 'GET', url, { headers }),
  }
}
