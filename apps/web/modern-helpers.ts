import type { Plugin } from 'vite'

/** A helper that tRPC's build has written for old browsers, between the comments of its bundler. */
const HELPER =
  /\/\/#region \\0@oxc-project\+runtime@[^/\n]+\/helpers\/esm\/(\w+)\.js\n([\s\S]*?)\/\/#endregion/g

/** What this language has itself. The first three are only used by the other two. */
const NATIVE: Record<string, string> = {
  typeof: '',
  toPrimitive: '',
  toPropertyKey: '',
  defineProperty:
    'const _defineProperty = (object, key, value) => Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })',
  objectSpread2: 'const _objectSpread2 = Object.assign',
}

/**
 * tRPC is compiled for browsers before 2018, and each of its packages has a copy of the helpers for that: 2 kB of the first
 * load. Where a later version no longer has them, nothing is replaced.
 */
export const modernHelpers: Plugin = {
  name: 'modern-helpers',
  apply: 'build',
  transform: {
    filter: { id: /@trpc\/(client|server)\/dist\// },
    handler: (code) =>
      code.replaceAll(HELPER, (region, name, helper) => NATIVE[name] ?? pure(name, helper) ?? region),
  },
}

/** Generators that nothing here uses: said to have no effects, they are left out. */
function pure(name: string, helper: string): string | undefined {
  if (name !== 'wrapAsyncGenerator') return undefined
  return `const _wrapAsyncGenerator = /* @__PURE__ */ (() => {\n${helper}\nreturn _wrapAsyncGenerator\n})()\n`
}
