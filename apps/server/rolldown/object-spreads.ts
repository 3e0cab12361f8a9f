import type { Plugin } from 'rolldown'

const COMPILED = /^function _objectSpread2\(e\) \{\n[\s\S]*?\n\}$/m

/** The first object is always one that was made for this call. */
const NATIVE = 'function _objectSpread2(a, b, c) { return { ...a, ...b, ...c }; }'

/**
 * tRPC ships its object spreads compiled for engines without them, to loops over property descriptors. One call makes
 * sixteen, which take 10 µs on Node 24: without this, a batch of gets misses its target (decision 13). To be deleted
 * when tRPC is built for ES2018 or later. The build fails then.
 */
export function objectSpreads(): Plugin {
  let isFound = false
  return {
    name: 'object-spreads',
    transform(code, id) {
      if (!/\/@trpc\/server\/dist\/.*\.mjs$/.test(id) || !COMPILED.test(code)) return null
      isFound = true
      return { code: code.replace(COMPILED, NATIVE), map: null }
    },
    buildEnd(error) {
      if (!error && !isFound)
        this.error('tRPC compiles object spreads no more, or otherwise: see object-spreads.ts')
    },
  }
}
