import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'rolldown'
import { objectSpreads } from './rolldown/object-spreads.ts'

const { dependencies } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'package.json'), 'utf8'))
const external = Object.keys(dependencies).map((name) => new RegExp(`^${name}($|/)`))

// The workspace's packages export source, so they are bundled, and with them whatever they use that is plain
// JavaScript. What ships a binary, WASM or files beside its code stays outside: it is in `dependencies` here.
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  plugins: [objectSpreads()],
  external: [...external, 'pg-native'],
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    // V8 keeps the text of what runs: white space and comments would be 3 MB of it. Names stay, for stack traces. One
    // character beyond Latin-1 would double it.
    charset: 'ascii',
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  },
})
