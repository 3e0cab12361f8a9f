/**
 * Writes `dist`: the code and its declarations. `@tandem/api` is not published, so that the type of its router and what of it
 * runs in browsers are put in. Other packages stay outside. The declarations of the latter are left in the files in which the
 * compiler writes them: the bundler loses all but the first name of `declare const a: A, b: B`.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Plugin, type RolldownOptions, rolldown } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'

const root = path.join(import.meta.dirname, '..')
const api = path.join(root, '../api')
const dist = path.join(root, 'dist')
/** Every package but those of this workspace. */
const external = /^(?!\.|\/|@tandem\/)/

/** Removes the comments that name where each part came from: folders of this build. */
const withoutPaths: Plugin = {
  name: 'without-paths',
  renderChunk: (code) => code.replaceAll(/^\/\/ .*\n/gm, ''),
}

rmSync(dist, { recursive: true, force: true })
await write({
  input: {
    index: path.join(root, 'src/index.ts'),
    websocket: path.join(root, 'src/websocket.ts'),
    'quick-add': path.join(root, 'src/quick-add.ts'),
    recurrence: path.join(root, 'src/recurrence.ts'),
    schemas: path.join(root, 'src/schemas.ts'),
  },
})
emit(path.join(api, 'tsconfig.schemas.json'), path.join(dist, 'schemas'))
emit(path.join(api, 'tsconfig.quick-add.json'), path.join(dist, 'quick-add'))
emit(path.join(api, 'tsconfig.recurrence.json'), path.join(dist, 'recurrence'))
const declarations = mkdtempSync(path.join(tmpdir(), 'tandem-client-'))
try {
  emit(path.join(root, 'tsconfig.build.json'), declarations)
  await write({
    input: {
      index: path.join(declarations, 'index.d.ts'),
      websocket: path.join(declarations, 'websocket.d.ts'),
    },
    resolve: { alias: { '@tandem/api': path.join(api, 'client.d.ts') } },
    plugins: [dts({ dtsInput: true, tsconfig: false }), withoutPaths],
  })
} finally {
  rmSync(declarations, { recursive: true })
}

function emit(project: string, folder: string): void {
  execFileSync('tsc', ['-p', project, '--outDir', folder], { stdio: 'inherit' })
}

async function write(options: RolldownOptions): Promise<void> {
  const bundle = await rolldown({ external, ...options })
  await bundle.write({ dir: dist, format: 'esm' })
}
