import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig, type Plugin } from 'rolldown'

const { dependencies } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'package.json'), 'utf8'))
const external = Object.keys(dependencies).map((name) => new RegExp(`^${name}($|/)`))

/**
 * tRPC ships its object spreads compiled to a loop over property descriptors. A call makes ten of them, which is a fifth
 * of what it costs.
 */
const nativeSpreads: Plugin = {
  name: 'native-spreads',
  transform(code, id) {
    if (!/\/@trpc\/server\/dist\/.*\.mjs$/.test(id) || !code.includes('function _objectSpread2(')) return null
    const native =
      'function _objectSpread2(a, b, c) {\n\treturn c === undefined ? { ...a, ...b } : { ...a, ...b, ...c };\n}'
    const replaced = code.replace(/^function _objectSpread2\(e\) \{\n[\s\S]*?\n\}$/m, native)
    if (replaced === code)
      throw new Error(`${id} has object spreads of another kind: is this plugin still of use?`)
    return { code: replaced, map: null }
  },
}

// The workspace's packages export source, so they are bundled, and with them whatever they use that is plain
// JavaScript. What ships a binary, WASM or files beside its code stays outside: it is in `dependencies` here.
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  plugins: [nativeSpreads],
  external: [...external, 'pg-native'],
  output: { dir: 'dist', format: 'esm', sourcemap: true, cleanDir: true },
})
