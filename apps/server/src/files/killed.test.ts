import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDb } from '@tandem/db'
import { createTestDb, fillDataDir, testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { SECRET, serve } from '../testing/app.ts'
import { killAll, launchServer } from '../testing/process.ts'

const shared = testEngine === 'postgresql' ? await createTestDb() : undefined
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-killed-'))
  if (!shared) await fillDataDir(dataDir, 'migrated')
})
afterAll(async () => {
  await killAll()
  await shared?.close()
  await rm(dataDir, { recursive: true, force: true })
})

function variablesOf() {
  return {
    DATA_DIR: dataDir,
    JWT_SECRET: SECRET,
    RATE_LIMIT_MAX: '0',
    RATE_LIMIT_AUTH_MAX: '0',
    ...(shared?.url !== undefined && { DATABASE_URL: shared.url }),
  }
}

/** Every file below the folder of files. */
async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(path.join(dataDir, 'files'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name))
}

async function signUp(url: string) {
  const account = { email: `${uuidv7()}@example.com`, password: 'correct horse battery' }
  const send = async (at: string, body: object, token = '') => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const answer = await fetch(`${url}/api/v1${at}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await answer.json()) as Record<string, string>
  }
  const { id: userId } = await send('/auth/register', { ...account, name: 'Ada' })
  const sent = { grant_type: 'password', username: account.email, password: account.password }
  const { access_token: token = '' } = await send('/auth/token', sent)
  const task = async () =>
    `/api/v1/${userId}/tasks/${(await send(`/${userId}/tasks`, { title: 'x' }, token)).id}/files`
  return { headers: { authorization: `Bearer ${token}` }, token, task }
}

test('after kill -9 among uploads every file has its row, and every row its file', {
  timeout: 120_000,
}, async () => {
  const variables = variablesOf()
  const first = launchServer(variables)
  const url = await first.url
  const ada = await signUp(url)
  const paths = await Promise.all(Array.from({ length: 8 }, ada.task))
  const send = (at: string, base: string) => {
    const body = new FormData()
    body.append('file', new File(['x'.repeat(500_000)], 'a.txt'))
    return fetch(base + at, { method: 'POST', headers: ada.headers, body }).catch(() => undefined)
  }
  const uploading = paths.map(async (at) => {
    for (let i = 0; i < 15; i++) await send(at, url)
  })
  // One that never ends.
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
  socket.write(
    `POST ${paths[0]} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.token}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'x'.repeat(100_000)}`,
  )
  await sleep(700)
  first.child.kill('SIGKILL')
  await Promise.all([...uploading, first.end])
  socket.destroy()

  // A copy that has not grown for a while has nobody left who writes it.
  const unfinished = path.join(dataDir, 'files/unfinished')
  for (const name of await readdir(unfinished)) await utimes(path.join(unfinished, name), 0, 0)
  // The same server, with a sweep that does not wait for uploads of other processes: there are none.
  const database = await createDb(shared?.url, { dataDir, migrate: false })
  const second = await serve(database, variables, { fileUpkeep: { firstSweepMs: 500, confirmMs: 500 } })
  onTestFinished(async () => {
    await second.app.close()
    await database.close()
  })
  const base = second.url
  /** What the lists say, and the bytes that can be read of it. */
  const listed = async () => {
    const all: string[] = []
    for (const at of paths) {
      const { data } = (await (await fetch(base + at, { headers: ada.headers })).json()) as {
        data: { id: string }[]
      }
      for (const { id } of data) {
        const answer = await fetch(`${base}${at}/${id}`, { headers: ada.headers })
        expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 500_000])
        all.push(id)
      }
    }
    return all.sort()
  }
  const kept = await listed()
  expect(kept.length).toBeGreaterThan(0)
  await expect
    .poll(async () => (await filesOnDisk()).map((file) => path.basename(file)).sort(), {
      timeout: 60_000,
      interval: 100,
    })
    .toEqual(kept)
  expect(await listed()).toEqual(kept)
})
