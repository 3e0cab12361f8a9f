import { createRequire } from 'node:module'
import type { Plugin } from 'rolldown'

/** The part of Prisma's generated client that loads its query compiler. */
const LOADING =
  /const \{ wasm \} = await import\("(@prisma\/client\/runtime\/[\w.]+\.wasm-base64\.mjs)"\)\s+return await decodeBase64AsWasm\(wasm\)/

const FILE = 'query-compiler.wasm'

/**
 * Prisma's query compiler is a module with 2.3 MB of text, which stays in memory twice: as the module's source, and as
 * what it exports. Here it is a file beside the bundle, read once.
 */
export const queryCompilerFile: Plugin = {
  name: 'query-compiler-file',
  async transform(code, id) {
    if (!id.endsWith('/db/src/generated/internal/class.ts')) return null
    const [loading, module] = LOADING.exec(code) ?? []
    if (loading === undefined || module === undefined)
      throw new Error(`${id} loads its query compiler in another way: is this plugin still of use?`)
    const { wasm } = await import(createRequire(id).resolve(module))
    this.emitFile({ type: 'asset', fileName: FILE, source: Buffer.from(wasm, 'base64') })
    const reading = `const { readFile } = await import('node:fs/promises')
    return new WebAssembly.Module(await readFile(new URL('./${FILE}', import.meta.url)))`
    return { code: code.replace(loading, () => reading), map: null }
  },
}
