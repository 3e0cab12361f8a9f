import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendExport } from './format/write-export.ts'
import { interruptible } from './interruptible.ts'
import { writeNewFile } from './new-file.ts'
import { failingPlainly } from './plain-failure.ts'
import { SNAPSHOT, writing } from './testing/small-export.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-new-file-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const never = new AbortController().signal

test('a file has its name once it is complete, and only its owner reads it', async () => {
  const file = path.join(folder, 'whole')
  await writeNewFile(file, async (stream) => {
    await sendExport(SNAPSHOT, stream, { ...writing(), signal: never, end: true })
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^whole\.[\da-f]{12}\.partial$/)])
  })
  expect(await readdir(folder)).toEqual(['whole'])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('a file that was made meanwhile is not overwritten', async () => {
  const file = path.join(folder, 'meanwhile')
  const writingBoth = writeNewFile(file, async (stream) => {
    stream.end('ours')
    await writeFile(file, 'mine')
  })
  await expect(writingBoth).rejects.toThrow('is there already')
  expect(await readFile(file, 'utf8')).toBe('mine')
  expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([])
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s leaves nothing', async (name) => {
  const file = path.join(folder, name)
  const endless = {
    ...SNAPSHOT,
    async *rowsOf() {
      process.emit(name)
      for (;;) yield ['["1","a"]']
    },
  }
  const interrupted = interruptible((signal) =>
    writeNewFile(file, (stream) => sendExport(endless, stream, { ...writing(), signal, end: true })),
  )
  await expect(interrupted).rejects.toMatchObject({
    message: 'interrupted',
    code: name === 'SIGINT' ? 130 : 143,
  })
  expect((await readdir(folder)).filter((found) => found.startsWith(name))).toEqual([])
})

test.each([
  ['a disk that is full', { errno: -constants.errno.ENOSPC }, 'no space left on device'],
  ['a reader that has gone', { errno: -constants.errno.EPIPE }, 'broken pipe'],
  ['a file that cannot be opened', { errno: -constants.errno.EACCES, path: '/x' }, '/x: permission denied'],
])('%s is said in a line', async (_, error, line) => {
  const failed = Object.assign(new Error('write E'), error)
  const full = new Writable({ write: (_chunk, _encoding, done) => done(failed) })
  const exported = failingPlainly(() =>
    sendExport(SNAPSHOT, full, { ...writing(), signal: never, end: true }),
  )
  await expect(exported).rejects.toMatchObject({ name: 'StartError', message: line })
})
