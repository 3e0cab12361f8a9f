import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

/** A repository whose turbo only writes down that it was asked, and fails while a file `.fake/broken` is there. */
function repository() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-start-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const at = (name: string) => path.join(folder, name)
  const write = (name: string, text = '') => {
    mkdirSync(path.dirname(at(name)), { recursive: true })
    writeFileSync(at(name), text)
  }
  for (const name of ['package.json', 'pnpm-lock.yaml', 'third-party-licenses.ts', 'prisma/schema.prisma'])
    write(name)
  for (const name of ['apps/web/src/a.ts', 'apps/web/src/b.ts', 'packages/api/src/c.ts', 'dist/main.js'])
    write(name)
  mkdirSync(at('node_modules'))
  write('.fake/turbo', '#!/bin/sh\necho asked >>.fake/asked\n[ ! -e .fake/broken ]\n')
  chmodSync(at('.fake/turbo'), 0o755)

  /** Whether turbo was asked. @throws where the script fails */
  const start = () => {
    const asked = () => readFileSync(at('.fake/asked'), 'utf8').length
    write('.fake/asked')
    const script = path.join(import.meta.dirname, 'build-when-changed.sh')
    execFileSync('sh', ['-c', `PATH='${at('.fake')}':$PATH exec sh '${script}'`], { cwd: folder })
    return asked() > 0
  }
  return { start, write, remove: (name: string) => rmSync(at(name), { recursive: true }) }
}

test('nothing is built a second time while no file changes', () => {
  const { start } = repository()
  expect([start(), start()]).toEqual([true, false])
})

test('what builds and tests write is no change', () => {
  const { start, write } = repository()
  for (const name of [
    'apps/web/dist/index.html',
    'packages/db/src/generated/client.ts',
    'apps/web/.turbo/test.log',
  ])
    write(name)
  start()
  for (const name of ['apps/web/dist/a.js', 'packages/db/src/generated/b.ts', 'apps/web/.turbo/check.log'])
    write(name)
  expect(start()).toBe(false)
})

test.each<[string, (it: ReturnType<typeof repository>) => void]>([
  ['a file that was edited', ({ write }) => write('apps/web/src/a.ts', 'edited')],
  ['a new file', ({ write }) => write('packages/api/src/new.ts')],
  ['a file that is gone', ({ remove }) => remove('apps/web/src/b.ts')],
  ['another schema', ({ write }) => write('prisma/schema.prisma', 'edited')],
  ['other dependencies', ({ write }) => write('pnpm-lock.yaml', 'edited')],
  ['a source at the top', ({ write }) => write('third-party-licenses.ts', 'edited')],
  ['a build that is gone', ({ remove }) => remove('dist')],
])('%s: it is built again', (_name, change) => {
  const it = repository()
  it.start()
  it.start()
  change(it)
  expect(it.start()).toBe(true)
})

test('after a build that failed it is built again', () => {
  const { start, write, remove } = repository()
  write('.fake/broken')
  expect(start).toThrow()
  expect(start).toThrow()
  remove('.fake/broken')
  expect([start(), start()]).toEqual([true, false])
})
