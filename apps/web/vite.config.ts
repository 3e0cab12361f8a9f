import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The frame, the list of tasks and what both need is seen first; pages, menus and dialogs follow when they are wanted. */
const FIRST =
  /\/src\/(api|shell|sync|tasks|quick-add)\/|\/english\/(common|keyboard|quick-add|shell|sync|tasks|time)\.ts/
const FIRST_PACKAGES =
  /\/node_modules\/(virtua|clsx|@tanstack|@trpc|lucide-react\/dist\/esm\/(\w+|shared\/.+)\.)/
const LATER =
  /\/(live|unreachable-page|not-found-page|task-dialog|task-menu|bulk-bar|quick-add-dialog)\.tsx?$/
const isSeenFirst = (id: string) => (FIRST.test(id) && !LATER.test(id)) || FIRST_PACKAGES.test(id)

const SERVER = 'http://localhost:3000'

/** Compresses once, as well as it goes, what the server would otherwise send whole: it looks for these files beside each. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  generateBundle: {
    // After Vite, which has the last word in each file here.
    order: 'post',
    async handler(_options, bundle) {
      const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
      for (const [fileName, output] of Object.entries(bundle)) {
        if (!/\.(js|css)$/.test(fileName)) continue
        const text = output.type === 'chunk' ? output.code : output.source
        this.emitFile({
          type: 'asset',
          fileName: `${fileName}.gz`,
          source: await promisify(gzip)(text, { level: 9 }),
        })
        this.emitFile({
          type: 'asset',
          fileName: `${fileName}.br`,
          source: await promisify(brotliCompress)(text, brotli),
        })
      }
    },
  },
}

/** The service worker, with the names of all files that it is to keep. */
const offline: Plugin = {
  name: 'offline',
  apply: 'build',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const files = Object.keys(bundle).filter((fileName) => /\.(js|css|svg)$/.test(fileName))
      const worker = await readFile(new URL('src/offline/service-worker.js', import.meta.url), 'utf8')
      // The names of the files have hashes of what is in them.
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
      const source = worker
        .replace(
          '__FILES__',
          JSON.stringify(['/', '/favicon.svg', ...files.map((fileName) => `/${fileName}`)]),
        )
        .replace('__VERSION__', JSON.stringify(version))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  },
}

export default defineConfig({
  plugins: [react(), tailwindcss(), compressed, offline],
  build: {
    target: 'es2023',
    // The service worker has whatever follows, so that a list of what each page needs is not sent along with the first.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, needed, { hostType }) => (hostType === 'html' ? needed : []),
    },
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // One file: many small ones compress worse, and are asked for one by one.
        codeSplitting: {
          groups: [
            { name: 'first', test: isSeenFirst },
            {
              name: 'sign-in',
              test: /\/session\/(session-form|sign-in-page)|\/ui\/form\/field|\/english\/session/,
            },
          ],
        },
      },
    },
  },
  server: {
    // Everything that the built app asks of the server that serves it.
    proxy: {
      '/trpc': { target: SERVER, ws: true },
      '/session': SERVER,
      '/api': SERVER,
      '/calendar/': SERVER,
      '/health': SERVER,
    },
  },
})
