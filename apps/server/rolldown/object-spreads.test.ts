import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { expect, onTestFinished, test } from 'vitest'
import { objectSpreads } from './object-spreads.ts'

async function bundle(source: string): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tandem-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const input = path.join(dir, 'input.mjs')
  await writeFile(input, source)
  const build = await rolldown({ input, platform: 'node', plugins: [objectSpreads()] })
  const { output } = await build.generate()
  return output[0].code
}

test("a bundle has the language's object spreads in place of tRPC's compiled ones", async () => {
  const trpc = createRequire(import.meta.url)
    .resolve('@trpc/server')
    .replace(/\.cjs$/, '.mjs')
  const code = await bundle(`export * from ${JSON.stringify(trpc)}`)
  expect(code).toContain('_objectSpread2(')
  expect(code).not.toContain('getOwnPropertyDescriptors')
})

test('a build without any compiled spread fails', async () => {
  await expect(bundle('export default 1')).rejects.toThrow('object-spreads.ts')
})
