import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDiskStore, type FileStore } from '@tandem/api'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createPlacing, type Placing } from './place-files.ts'

const root = await mkdtemp(path.join(tmpdir(), 'tandem-place-'))
afterAll(() => rm(root, { recursive: true, force: true }))

const owner = '0190aaaa-0000-7000-8000-000000000001'
const [first, second] = [
  `${owner}/0190aaaa-0000-7000-8000-000000000002`,
  `${owner}/0190aaaa-0000-7000-8000-000000000003`,
]

let store: FileStore
let placing: Placing
beforeEach(async () => {
  const folder = await mkdtemp(path.join(root, 'store-'))
  store = createDiskStore(path.join(folder, 'files'))
  placing = createPlacing(store, path.join(folder, 'files', 'uploads'))
})

async function place(key: string, text: string): Promise<void> {
  await placing.begin(key)
  await placing.write(Buffer.from(text))
  await placing.end({ size: text.length, sha256: createHash('sha256').update(text).digest('hex') })
}

async function keys(): Promise<string[]> {
  const found = []
  for await (const key of store.keys()) found.push(key)
  return found
}

test('what was placed is taken back', async () => {
  await place(first, 'a')
  await place(second, '')
  expect(await keys()).toEqual([first, second])
  await placing.undo()
  expect(await keys()).toEqual([])
})

test('what was there is kept, and is not taken back', async () => {
  await store.put(first, new Blob(['a']))
  await place(first, 'a')
  await place(second, 'b')
  await placing.undo()
  expect(await keys()).toEqual([first])
})

test('other bytes under the same name are refused', async () => {
  await store.put(first, new Blob(['mine']))
  await expect(place(first, 'a')).rejects.toThrow(`another file ${first} is stored already`)
  await placing.close()
  expect(await new Response(store.read(first, 0, 4)).text()).toBe('mine')
  expect(await readdir(root)).toHaveLength(3)
})
