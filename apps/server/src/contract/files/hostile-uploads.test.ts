import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import type { Caller } from '../../testing/caller.ts'
import { parseRaw } from '../../testing/requests/raw-http.ts'
import { filesPath, textFile, upload } from '../../testing/requests/uploads.ts'

let server: TestApp
let ada: Caller
let path: string
beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
  path = await filesPath(ada)
})

const BOUNDARY = '----boundary'
const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }
const part = (name: string, content: string, fileName?: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${fileName === undefined ? '' : `; filename="${fileName}"`}\r\n\r\n${content}\r\n`
const END = `--${BOUNDARY}--\r\n`
const post = (body: string, headers: Record<string, string> = FORM) =>
  ada.rest('POST', path, { body, headers })

async function keysOf({ id }: Caller) {
  const found = []
  for await (const key of server.services.files.store.keys()) if (key.startsWith(id)) found.push(key)
  return found
}

describe('names', () => {
  test.each([
    ['../../etc/passwd'],
    ['/etc/passwd'],
    ['a\\\\b.txt'],
    ['a/b'],
    ['..'],
    [''],
    ['a%0D%0Ab.txt'],
    ['a\u202egpj.txt'],
  ])('the name %j is 422 on the field', async (name) => {
    const answer = await post(part('file', 'text', name) + END)
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['file'] }] } })
  })

  test('quotes and any other script are kept', async () => {
    const { body } = await post(part('file', 'text', 'a%22b 日本.txt') + END)
    expect(body.name).toBe('a"b 日本.txt')
  })
})

describe('bodies', () => {
  test.each([
    ['JSON', '{}', { 'content-type': 'application/json' }, 415],
    ['no boundary', 'x', { 'content-type': 'multipart/form-data' }, 400],
    ['no part', END, FORM, 422],
    ['text for a file', part('file', 'text') + END, FORM, 422],
    ['another name', part('data', 'text', 'a.txt') + END, FORM, 422],
    ['two files', part('file', 'a', 'a.txt') + part('file', 'b', 'b.txt') + END, FORM, 422],
    ['a further field', part('file', 'a', 'a.txt') + part('__proto__', 'b') + END, FORM, 422],
    ['the task in the form', part('file', 'a', 'a.txt') + part('taskId', 'b') + END, FORM, 422],
    ['no end', part('file', 'a'.repeat(100_000), 'a.txt'), FORM, 400],
    ['no end of a small file', part('file', 'a', 'a.txt'), FORM, 400],
    ['an end in a head', `--${BOUNDARY}\r\nContent-Disposition: form-data; name="fi`, FORM, 400],
    [
      'a thousand parts',
      Array.from({ length: 1000 }, (_, i) => part(`f${i}`, 'x')).join('') + END,
      FORM,
      400,
    ],
    ['a field that is too long', part('taskId', 'x'.repeat(20_000)) + END, FORM, 413],
  ])('%s', async (_, body, headers, status) => {
    const before = await keysOf(ada)
    const answer = await post(body, headers)
    expect([answer.status, answer.body.status], answer.text).toEqual([status, status])
    expect(await keysOf(ada)).toEqual(before)
  })

  test('a file that is too large is 413, whether its length is told before or not', async () => {
    const small = await serveDuringTest({ FILES_MAX_BYTES: '1000' })
    const bob = await small.signIn()
    const at = await filesPath(bob)
    expect((await upload(bob, at, textFile('a', 'x'.repeat(1000)))).status).toBe(201)
    expect((await upload(bob, at, textFile('a', 'x'.repeat(1001)))).status).toBe(413)
    const big = part('file', 'x'.repeat(300_000), 'a.txt') + END
    expect((await bob.rest('POST', at, { body: big, headers: FORM })).status).toBe(413)
    const chunks = new ReadableStream({
      start: (controller) => {
        for (let at = 0; at < big.length; at += 10_000)
          controller.enqueue(Buffer.from(big.slice(at, at + 10_000)))
        controller.close()
      },
    })
    const answer = await fetch(small.url + at, {
      method: 'POST',
      headers: { ...FORM, authorization: `Bearer ${bob.token}` },
      body: chunks,
      duplex: 'half',
    } as RequestInit)
    expect([answer.status, await answer.json()]).toMatchObject([413, { error: 'PAYLOAD_TOO_LARGE' }])
    const form = new FormData()
    form.append('taskId', at.split('/').at(-2) ?? '')
    form.append('file', textFile('a', 'x'.repeat(1001)))
    await expect(bob.trpc.file.upload.mutate(form)).rejects.toMatchObject({
      data: { error: 'PAYLOAD_TOO_LARGE' },
    })
  })

  test('nothing of a body is read for a caller who is refused', async () => {
    const { status, text } = await sendHead(server.url, path, 'Authorization: Bearer forged', 1_000_000)
    expect([status, JSON.parse(text).error]).toEqual([401, 'UNAUTHORIZED'])
  })
})

/** Sends the head of an upload and nothing of its body. */
async function sendHead(url: string, at: string, credentials: string, length: number) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(
    `POST ${at} HTTP/1.1\r\nHost: x\r\n${credentials}\r\nContent-Type: ${FORM['content-type']}\r\nContent-Length: ${length}\r\n\r\n`,
  )
  let text = ''
  for await (const chunk of socket) {
    text += chunk
    if (text.includes('\r\n\r\n') && text.endsWith('}')) break
  }
  const { status, body } = parseRaw(text)
  return { status, text: body }
}

describe('slow and broken uploads', () => {
  /** Sends a file piece by piece. */
  const dribble = async (url: string, caller: Caller, at: string, pieces: string[], pauseMs: number) => {
    const body = part('file', pieces.join(''), 'a.txt') + END
    const [head = '', tail = ''] = body.split(pieces.join(''))
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {})
    let text = ''
    const ended = (async () => {
      for await (const chunk of socket) text += chunk
    })().catch(() => {})
    socket.write(
      `POST ${at} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${caller.token}\r\nContent-Type: ${FORM['content-type']}\r\nContent-Length: ${body.length}\r\n\r\n${head}`,
    )
    for (const piece of pieces) {
      if (text !== '') break
      socket.write(piece)
      await sleep(pauseMs)
    }
    socket.write(tail)
    await ended
    return parseRaw(text)
  }
  const limits = { bodyMs: 700, minRate: 2_000, intervalMs: 50 }

  test('an upload may take longer than another body, as long as it keeps coming', async () => {
    const impatient = await serveDuringTest({}, { slowBodies: limits })
    const bob = await impatient.signIn()
    const pieces = Array.from({ length: 30 }, () => 'x'.repeat(3_000))
    const answer = await dribble(impatient.url, bob, await filesPath(bob), pieces, 50)
    expect([answer.status, JSON.parse(answer.body).size]).toEqual([201, 90_000])
  })

  test('one that brings too little is 408, and keeps nothing', async () => {
    const impatient = await serveDuringTest({}, { slowBodies: limits })
    const bob = await impatient.signIn()
    const pieces = Array.from({ length: 100 }, () => 'x'.repeat(10))
    const answer = await dribble(impatient.url, bob, await filesPath(bob), pieces, 50)
    expect(answer.status).toBe(408)
    expect(await keysOf(bob)).toEqual([])
  })

  test('one whose client leaves keeps nothing', async () => {
    const bob = await server.signIn()
    const at = await filesPath(bob)
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {})
    socket.write(
      `POST ${at} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${bob.token}\r\nContent-Type: ${FORM['content-type']}\r\nContent-Length: 1000000\r\n\r\n${part('file', 'x'.repeat(100_000), 'a.txt')}`,
    )
    const inFlight = () => [...server.app.connections.withResponse()].length
    await expect.poll(inFlight).toBe(1)
    socket.destroy()
    await expect.poll(inFlight).toBe(0)
    expect(await keysOf(bob)).toEqual([])
    expect((await bob.rest('GET', at)).body).toEqual({ data: [] })
  })
})
