import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { createDiskStore } from './disk-store.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tandem-store-'))
  onTestFinished(() => rm(root, { recursive: true }))
})

const newKey = (owner = uuidv7()) => `${owner}/${uuidv7()}`
const textOf = (stream: ReadableStream<Uint8Array>) => new Response(stream).text()
const allOf = (folder: string) => readdir(folder, { recursive: true, withFileTypes: true })
async function keysOf(store: ReturnType<typeof createDiskStore>) {
  const keys = []
  for await (const key of store.keys()) keys.push(key)
  return keys
}

test('keeps, reads in parts, and deletes', async () => {
  const store = createDiskStore(root)
  const key = newKey()
  expect(await store.has(key)).toBe(false)
  await store.put(key, new Blob(['0123456789']))
  expect(await store.has(key)).toBe(true)
  expect(await textOf(store.read(key, 0, 10))).toBe('0123456789')
  expect(await textOf(store.read(key, 3, 5))).toBe('34')
  expect(await textOf(store.read(key, 0, 0))).toBe('')
  await store.delete(key)
  await store.delete(key)
  expect(await store.has(key)).toBe(false)
  await expect(textOf(store.read(key, 0, 10))).rejects.toThrow()
})

test('only this user of the machine may read files and folders', async () => {
  const store = createDiskStore(root)
  await store.put(newKey(), new Blob(['x']))
  for (const entry of await allOf(root)) {
    const { mode } = await stat(path.join(entry.parentPath, entry.name))
    expect(mode & 0o777, entry.name).toBe(entry.isFile() ? 0o600 : 0o700)
  }
})

test('the keys come in order, whatever else is in the folder', async () => {
  const store = createDiskStore(root)
  const owner = uuidv7()
  const keys = [newKey(owner), newKey(), newKey(owner), '00000000-0000-7000-8000-000000000000/x', newKey()]
  for (const key of keys) await store.put(key, new Blob(['x']))
  await writeFile(path.join(root, 'README'), 'x')
  expect(await keysOf(store)).toEqual(keys.toSorted())
})

test('what breaks on the way leaves nothing', async () => {
  const store = createDiskStore(root)
  const broken = Object.assign(new Blob(['x']), {
    stream: () =>
      new ReadableStream({
        pull(controller) {
          controller.enqueue(new Uint8Array(1000))
          controller.error(new Error('the client has left'))
        },
      }),
  })
  await expect(store.put(newKey(), broken)).rejects.toThrow('the client has left')
  expect((await allOf(root)).filter((entry) => entry.isFile())).toEqual([])
})

test('what a killed process left unfinished is removed once it no longer grows', async () => {
  const store = createDiskStore(root)
  await store.put(newKey(), new Blob(['x']))
  const [old, growing] = ['old', 'growing'].map((name) => path.join(root, 'unfinished', name))
  for (const file of [old, growing]) await writeFile(file ?? '', 'x')
  await utimes(old ?? '', new Date(Date.now() - 60_000), new Date(Date.now() - 60_000))
  await store.removeUnfinished()
  expect(await readdir(path.join(root, 'unfinished'))).toEqual(['growing'])
})
