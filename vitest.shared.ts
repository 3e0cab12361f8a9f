import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { secondTries } from './.ci/second-tries.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the many inputs that a test makes up it tries one in so many. CI tries all of them. */
    oneIn: number
  }
}

/** Set by `pnpm coverage`: the folder, below `coverage` of each package, for what ran. Each configuration has its own in it. */
// biome-ignore lint/style/noProcessEnv: Vitest has no environment of its own to read it from
const measured = process.env.COVERAGE

/** On a busy machine any of thousands of tests may once be too slow: CI tries it again, and says so. */
// biome-ignore lint/style/noProcessEnv: Vitest has no environment of its own to read it from
export const tries: ViteUserConfig['test'] = process.env.CI
  ? { retry: 1, reporters: ['default', secondTries] }
  : {}

/** The configuration of one package's tests: alone in its folder, and as a project of the whole. */
export function packageTests(name: string, test: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    test: {
      name,
      ...tries,
      // Odd, so that of inputs in pairs both kinds are tried. CI tries all in the first of its runs.
      // biome-ignore lint/style/noProcessEnv: as above
      provide: { oneIn: process.env.CI && !process.env.FEW_INPUTS ? 1 : 5 },
      // Test files of a worker share their modules: loading them for each file is a third of all the time.
      isolate: false,
      // By default one core is left idle; here tests wait more than they compute.
      maxWorkers: '100%',
      // PGlite runs too briefly in a test for optimised code of its WebAssembly to pay for itself, and calls a small part of it.
      execArgv: ['--liftoff-only', '--wasm-lazy-compilation'],
      // A first embedded database takes 5 s to make, and far longer on a busy machine. Only a test that hangs waits for this.
      testTimeout: 180_000,
      hookTimeout: 180_000,
      // What a test waits for may take long on a busy machine. By default a poll gives up after a second.
      expect: { poll: { timeout: 30_000 } },
      ...(measured && { coverage: measuredAs(`${measured}/${name}`) }),
      ...test,
    },
  })
}

/** Everything of this repository that ran, in whatever package: `.ci/code-coverage` puts the packages together. */
function measuredAs(folder: string): NonNullable<NonNullable<ViteUserConfig['test']>['coverage']> {
  return {
    enabled: true,
    provider: 'v8',
    reporter: 'json',
    reportsDirectory: `coverage/${folder}`,
    allowExternal: true,
    exclude: ['**/node_modules/**', '**/*.test.ts'],
  }
}
