import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { expect, onTestFinished, test } from 'vitest'
import { thirdPartyLicenses } from '../../../third-party-licenses.ts'

/** What a bundle of a module says of the packages in it. Each has a manifest and files, by its name. */
async function licensesOf(packages: Record<string, Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tandem-licenses-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const names = Object.keys(packages)
  const input = path.join(dir, 'input.mjs')
  await writeFile(input, names.map((name) => `export * from '${name}'`).join('\n'))
  for (const [name, files] of Object.entries(packages)) {
    const folder = path.join(dir, 'node_modules', name)
    const module = `export const ${name.replace(/\W/g, '_')} = 1`
    const { license, author, ...others } = files
    const manifest = JSON.stringify({
      name,
      version: '1.2.3',
      main: 'lib/index.js',
      type: 'module',
      license,
      author,
    })
    const all = {
      'package.json': manifest,
      'lib/index.js': module,
      'lib/package.json': '{"version":"0"}',
      ...others,
    }
    await mkdir(path.join(folder, 'lib'), { recursive: true })
    for (const [file, text] of Object.entries(all)) await writeFile(path.join(folder, file), text)
  }
  const build = await rolldown({ input, plugins: [thirdPartyLicenses('LICENSES')] })
  const { output } = await build.generate()
  const asset = output.find(({ fileName }) => fileName === 'LICENSES')
  return asset?.type === 'asset' ? String(asset.source) : ''
}

test('the licence and the notice of each package in a bundle are written', async () => {
  const text = await licensesOf({
    '@scope/licensed': { license: 'ISC', 'LICENSE.md': 'Do what you like.', NOTICE: 'By Ada.' },
    'with-apache': { license: 'Apache-2.0', LICENSE: 'Apache License, whole.' },
    'without-apache': { license: 'Apache-2.0' },
    'without-mit': { license: 'MIT', author: 'Grace Hopper' },
  })
  expect(text).toMatch(/@scope\/licensed 1\.2\.3 \(ISC\)\s+Do what you like\.\s+By Ada\./)
  expect(text).toMatch(
    /without-apache 1\.2\.3 \(Apache-2\.0\)\s+The text of the licence is that of with-apache\./,
  )
  expect(text).toMatch(
    /without-mit 1\.2\.3 \(MIT\)\s+Copyright \(c\) Grace Hopper\s+Permission is hereby granted/,
  )
})

test('a package whose licence has no text fails the build', async () => {
  await expect(licensesOf({ mystery: { license: 'GPL-3.0' } })).rejects.toThrow(
    'mystery has no text of its licence, GPL-3.0',
  )
})
