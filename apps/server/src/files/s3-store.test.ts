import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import S3rver from 's3rver'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveDuringTest } from '../testing/app.ts'
import { filesPath, textFile, upload } from '../testing/requests/uploads.ts'
import { createS3Store } from './s3-store.ts'

let folder: string
let s3: S3rver
let url: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-s3-'))
  s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: folder,
    configureBuckets: [{ name: 'files', configs: [] }],
  })
  const { port } = await s3.run()
  url = `http://S3RVER:S3RVER@127.0.0.1:${port}/files`
})
afterAll(async () => {
  await s3.close()
  await rm(folder, { recursive: true })
})

const newKey = (owner = uuidv7()) => `${owner}/${uuidv7()}`
const textOf = (stream: ReadableStream<Uint8Array>) => new Response(stream).text()
async function keysOf(store: ReturnType<typeof createS3Store>) {
  const keys = []
  for await (const key of store.keys()) keys.push(key)
  return keys
}

test('keeps, reads in parts, lists in order and deletes, below its prefix', async () => {
  const store = createS3Store(`${url}/some/prefix?region=eu-central-1`)
  const keys = [newKey(), newKey(), newKey()]
  for (const key of keys) await store.put(key, new Blob(['0123456789']))
  const [key = ''] = keys
  expect(await store.has(key)).toBe(true)
  expect(await textOf(store.read(key, 0, 10))).toBe('0123456789')
  expect(await textOf(store.read(key, 3, 5))).toBe('34')
  expect(await textOf(store.read(key, 0, 0))).toBe('')
  expect(await keysOf(store)).toEqual(keys.toSorted())
  expect(await keysOf(createS3Store(`${url}/other`))).toEqual([])
  await store.delete(key)
  await store.delete(key)
  expect(await store.has(key)).toBe(false)
  await expect(textOf(store.read(key, 0, 10))).rejects.toThrow()
  await store.put(key, new Blob([]))
  expect(await store.has(key)).toBe(true)
})

test('a server with S3_URL keeps files there', async () => {
  const server = await serveDuringTest({ S3_URL: url })
  const ada = await server.signIn()
  const at = await filesPath(ada)
  const { status, body } = await upload(ada, at, textFile('a.txt', '0123456789'.repeat(50_000)))
  expect(status).toBe(201)
  expect(await keysOf(createS3Store(url))).toContain(`${ada.id}/${body.id}`)
  const answer = await ada.rest('GET', `${at}/${body.id}`, { headers: { range: 'bytes=499990-' } })
  expect([answer.status, answer.text]).toEqual([206, '0123456789'])
  await ada.rest('DELETE', `${at}/${body.id}`)
  expect(await keysOf(createS3Store(url))).not.toContain(`${ada.id}/${body.id}`)
})

test('a store that cannot be reached is 503', async () => {
  const server = await serveDuringTest({ S3_URL: 'http://key:secret@127.0.0.1:1/files' })
  const ada = await server.signIn()
  const answer = await upload(ada, await filesPath(ada), textFile())
  expect(answer).toMatchObject({ status: 503, body: { error: 'SERVICE_UNAVAILABLE' } })
  expect(answer.headers['retry-after']).toBeDefined()
})
