import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { thirdPartyLicenses } from '../../third-party-licenses.ts'

const SERVER = 'http://localhost:3000'

/** Writes a `.gz` and a `.br` file beside every script and stylesheet. The server sends those instead of compressing. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  generateBundle: {
    // After Vite's own plugins, which still change the files.
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

/** Writes the service worker with the names of all files that it caches. */
const offline: Plugin = {
  name: 'offline',
  apply: 'build',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const files = Object.keys(bundle).filter((fileName) => /\.(js|css|svg)$/.test(fileName))
      const worker = await readFile(new URL('src/offline/service-worker.js', import.meta.url), 'utf8')
      // File names contain content hashes, so a hash of the names changes with any content.
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
      const source = worker
        .replace('__FILES__', JSON.stringify(['', 'favicon.svg', ...files]))
        .replace('__VERSION__', JSON.stringify(version))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  },
}

/** Imports on demand as they are written. Vite's helper preloads what a chunk imports, of which there is a list of nothing here. */
const plainImports: Plugin = {
  name: 'plain-imports',
  apply: 'build',
  enforce: 'pre',
  load: {
    filter: { id: /^\0vite\/preload-helper/ },
    handler: () => 'export const __vitePreload = (load) => load()',
  },
}

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    plainImports,
    thirdPartyLicenses('THIRD-PARTY-LICENSES.txt'),
    compressed,
    offline,
  ],
  resolve: {
    alias: [
      // React has had it since version 18.
      { find: /^use-sync-external-store\/shim(?:\/index\.js)?$/, replacement: 'react' },
      {
        find: /^\.\.\/createLucideIcon\.mjs$/,
        replacement: new URL('src/ui/icon.ts', import.meta.url).pathname,
      },
    ],
  },
  build: {
    target: 'es2023',
    // No preload list for later chunks: it would enlarge the first one, and the service worker caches them anyway.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, needed, { hostType }) => (hostType === 'html' ? needed : []),
    },
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Else all of tRPC's links and all of quick add's parser are in the first load, for effects of their modules. They have none.
      treeshake: {
        propertyReadSideEffects: false,
        moduleSideEffects: [
          { test: /@trpc\/client\/dist\//, sideEffects: false },
          { test: /\/api\/src\/(task\/)?quick-add\b/, sideEffects: false },
        ],
      },
      output: {
        // Few large chunks: many small ones compress worse and take more requests.
        codeSplitting: {
          groups: [
            // All that the first page needs, and nothing that is imported on demand.
            { name: 'first', tags: ['$initial'] },
            {
              name: 'signed-in',
              test: /\/signed-in\/signed-in\.tsx$|\/links\/socket\.ts$/,
            },
            {
              name: 'sign-in',
              test: /\/session\/(session-form|session-frame|sign-in-page)|\/mailed-links\/resend|\/ui\/form\/(field|form-errors)\.|\/english\/account\/session/,
            },
          ],
        },
      },
    },
  },
  server: {
    // All paths that the app requests from the server.
    proxy: {
      '/trpc': { target: SERVER, ws: true },
      '/session': SERVER,
      '/api': SERVER,
      '/calendar/': SERVER,
      '/health': SERVER,
    },
  },
})
