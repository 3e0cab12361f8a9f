import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What a plugin of rolldown or Vite gets and may do, as far as it is used here. */
interface Bundler {
  emitFile(file: { type: 'asset'; fileName: string; source: string }): string
}
type Bundle = Record<string, { type: string; moduleIds?: string[] }>

interface Package {
  name: string
  version: string
  /** An SPDX identifier. */
  license: string
  author: string
  text: string | undefined
}

/** Of a module. What bundlers add themselves begins with a zero. */
const PACKAGE_FOLDER = /^[^\0].*\/node_modules\/(@[^/]+\/)?[^/]+/
const LICENSE_FILE = /^(licen[cs]e|copying)([.-].*)?$/i
const NOTICE_FILE = /^notice(\..*)?$/i

/**
 * Writes the licences of the packages in a bundle, and of those in further folders: nearly all demand that their notice goes where
 * their code goes. Fails the build for a package whose licence has no text.
 */
export function thirdPartyLicenses(fileName: string, alsoIn: () => readonly string[] = () => []) {
  return {
    name: 'third-party-licenses',
    generateBundle(this: Bundler, _options: unknown, bundle: Bundle) {
      const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds)
      const bundled = modules.flatMap((id) => PACKAGE_FOLDER.exec(id)?.[0] ?? [])
      const folders = new Set([...bundled, ...alsoIn()])
      const packages = new Map(
        [...folders].map(read).map((found) => [`${found.name} ${found.version}`, found]),
      )
      this.emitFile({ type: 'asset', fileName, source: write([...packages.values()]) })
    },
  }
}

function read(folder: string): Package {
  const { name, version, license, author } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  )
  const files = readdirSync(folder).sort()
  const texts = [LICENSE_FILE, NOTICE_FILE]
    .flatMap((wanted) => files.find((file) => wanted.test(file)) ?? [])
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim())
  return {
    name,
    version,
    license: license ?? 'unknown',
    author: (typeof author === 'string' ? author : author?.name) ?? `the authors of ${name}`,
    text: texts.length > 0 ? texts.join('\n\n') : undefined,
  }
}

function write(packages: Package[]): string {
  const sections = packages
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((found) => `${found.name} ${found.version} (${found.license})\n\n${textOf(found, packages)}\n`)
  return `What Tandem is built with, and under which licences.\n\n${sections.map((text) => `${'-'.repeat(80)}\n${text}`).join('\n')}`
}

/** Some name their licence only in their `package.json`. */
function textOf({ name, license, author, text }: Package, packages: readonly Package[]): string {
  if (text) return text
  if (license === 'MIT') return mit(author)
  if (license === 'Unlicense') return 'In the public domain: https://unlicense.org'
  const same = license === 'Apache-2.0' && packages.find((other) => other.license === license && other.text)
  if (!same) throw new Error(`${name} has no text of its licence, ${license}`)
  return `The text of the licence is that of ${same.name}.`
}

const mit = (author: string) => `Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
