import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { captureLog, serveDuringTest, testApp } from '../testing/app.ts'
import { parseRaw, sendRaw } from '../testing/requests/raw-http.ts'

/** The head of a request, after which the connection ends. */
const head = (line: string, ...headers: string[]) =>
  `${[line, 'Host: x', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`

const upgrade = (...headers: string[]) =>
  `${['GET /trpc HTTP/1.1', 'Host: x', 'Connection: Upgrade, close', ...headers].join('\r\n')}\r\n\r\n`

const json = 'Content-Type: application/json'
const version = 'Sec-WebSocket-Version: 13'
const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='

const REFUSED: [name: string, bytes: string | Buffer, status: number][] = [
  ['text that is no HTTP', 'hello\r\n\r\n', 400],
  ['the first bytes of TLS', Buffer.from('16030102000100', 'hex'), 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['a request of HTTP/0.9', 'GET /nothing\r\n\r\n', 404],
  ['a request of HTTP/1.0', 'GET /nothing HTTP/1.0\r\n\r\n', 404],
  ['an unknown version of HTTP', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', 400],
  ['an unknown method', head('BREW /pot HTTP/1.1'), 400],
  ['a request without Host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['two Hosts', head('GET /health HTTP/1.1', 'HOST: y'), 400],
  ['two credentials', head('GET /api/v1/users/me HTTP/1.1', 'Authorization: a', 'authorization: b'), 400],
  ['two keys', head('GET /api/v1/users/me HTTP/1.1', 'X-API-Key: a', 'x-api-key: b'), 400],
  ['two content types', head('POST /api/v1/auth/token HTTP/1.1', json, 'content-type: text/plain'), 400],
  ['a header without a name', head('GET / HTTP/1.1', ': x'), 400],
  ['a header name with a space', head('GET / HTTP/1.1', 'a b: x'), 400],
  ['a header value with NUL', head('GET / HTTP/1.1', 'a: \0'), 400],
  ['a target with a space', head('GET /a b HTTP/1.1'), 400],
  ['a target with bytes that are no ASCII', head('GET /\x7f\xff HTTP/1.1'), 400],
  ['headers over 16 KiB', head('GET / HTTP/1.1', `A: ${'x'.repeat(20_000)}`), 431],
  ['a target over 16 KiB', head(`GET /${'x'.repeat(20_000)} HTTP/1.1`), 431],
  ['two lengths', head('POST / HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2'), 400],
  ['a length and chunks', head('POST / HTTP/1.1', 'Content-Length: 1', 'Transfer-Encoding: chunked'), 400],
  [
    'an unknown transfer coding',
    head('POST /api/v1/auth/token HTTP/1.1', json, 'Transfer-Encoding: zip'),
    400,
  ],
  ['a length that is no number', head('POST / HTTP/1.1', 'Content-Length: x'), 400],
  [
    'a chunk without a size',
    `${head('POST /api/v1/auth/token HTTP/1.1', json, 'Transfer-Encoding: chunked')}z\r\n`,
    400,
  ],
  [
    'chunk extensions over 16 KiB',
    `${head('POST /api/v1/auth/token HTTP/1.1', json, 'Transfer-Encoding: chunked')}1;${'x'.repeat(20_000)}\r\n`,
    413,
  ],
  ['an expectation that is not known', head('GET /health HTTP/1.1', 'Expect: tea'), 417],
  ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', 405],
  ['an escape that is cut off', head('GET /%E0%A4%A HTTP/1.1'), 400],
  ['an escape that is no UTF-8', head('GET /api/v1/%ff/tasks HTTP/1.1'), 400],
  ['an escape in tRPC', head('GET /trpc/%zz HTTP/1.1'), 400],
  ['a parameter over 5,000 characters', head(`GET /api/v1/${'x'.repeat(5_001)}/tasks HTTP/1.1`), 400],
  ['an unknown path', head('GET /nothing HTTP/1.1'), 404],
  ['an unknown path under the API', head('GET /api/v1/nothing HTTP/1.1'), 404],
  ['a method of WebDAV', head('PROPFIND /health HTTP/1.1'), 404],
  ['TRACE', head('TRACE /health HTTP/1.1'), 404],
  ['OPTIONS of the whole server', head('OPTIONS * HTTP/1.1'), 404],
  ['a method that the path does not have', head('DELETE /api/v1/auth/token HTTP/1.1'), 405],
  ['HEAD of nothing', head('HEAD /nothing HTTP/1.1'), 404],
  [
    'a body that is too large',
    head('POST /api/v1/auth/token HTTP/1.1', json, 'Content-Length: 9000000'),
    413,
  ],
  [
    'a body of a type that is not known',
    `${head('POST /api/v1/auth/token HTTP/1.1', 'Content-Type: a/b', 'Content-Length: 1')}x`,
    415,
  ],
  ['a body that is no JSON', `${head('POST /api/v1/auth/token HTTP/1.1', json, 'Content-Length: 1')}{`, 400],
  ['tRPC that is no JSON', `${head('POST /trpc/auth.register HTTP/1.1', json, 'Content-Length: 1')}{`, 400],
  ['a WebSocket elsewhere', upgrade('Upgrade: websocket', version, key).replace('/trpc', '/nothing'), 404],
  [
    'a WebSocket at a path that cannot be decoded',
    upgrade('Upgrade: websocket', version, key).replace('/trpc', '/%zz'),
    400,
  ],
  ['a WebSocket without a key', upgrade('Upgrade: websocket', version), 400],
  ['a WebSocket with a bad key', upgrade('Upgrade: websocket', version, 'Sec-WebSocket-Key: x'), 400],
  ['a WebSocket of an unknown version', upgrade('Upgrade: websocket', 'Sec-WebSocket-Version: 99', key), 400],
  [
    'a WebSocket with a bad subprotocol',
    upgrade('Upgrade: websocket', version, key, 'Sec-WebSocket-Protocol: ,'),
    400,
  ],
  ['a WebSocket by POST', upgrade('Upgrade: websocket', version, key).replace('GET', 'POST'), 404],
]

/** Every response has these, also to what is no HTTP. */
function expectHeaders(headers: Record<string, string>) {
  expect(headers['x-request-id']).toMatch(/^[\w.-]{1,64}$/)
  expect(headers['content-security-policy']).toContain("default-src 'self'")
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['x-frame-options']).toBeDefined()
}

describe('what is refused has a request id and the security headers', () => {
  test.each(REFUSED)('%s', async (_, bytes, status) => {
    const { url } = await testApp()
    const { headers, ...answer } = parseRaw(await sendRaw(url, bytes))
    expect(answer.status).toBe(status)
    expectHeaders(headers)
    expect(headers['content-type']).toMatch(/^application\/(problem\+)?json/)
    if (!String(bytes).startsWith('HEAD ')) {
      expect(answer.body).toContain(headers['x-request-id'])
      expect(Number(headers['content-length'])).toBe(Buffer.byteLength(answer.body, 'latin1'))
    }
  })

  test('a head and a body that are sent too slowly', async () => {
    // As they are, shortened for the test.
    const server = await serveDuringTest({}, { slowBodies: { bodyMs: 500, intervalMs: 100 } })
    const http = server.app.server
    expect(http.headersTimeout).toBe(15_000)
    expect(http.requestTimeout).toBeGreaterThan(60_000)
    http.headersTimeout = 250
    const slow = async (start: string, rest: string) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {})
      socket.write(start)
      const dribble = setInterval(() => socket.write(rest), 100)
      let text = ''
      socket.on('data', (chunk) => (text += chunk))
      // What is sent meanwhile may reset the connection, after the answer.
      await new Promise((resolve) => socket.once('close', resolve))
      clearInterval(dribble)
      return parseRaw(text)
    }
    const body = `POST /api/v1/auth/token HTTP/1.1\r\nHost: x\r\n${json}\r\nContent-Length: 1000\r\n\r\n`
    for (const answer of await Promise.all([slow('GET / HTTP/1.1\r\nA: ', 'x'), slow(body, '{')])) {
      expect(answer.status).toBe(408)
      expectHeaders(answer.headers)
    }
  })

  test('a client that does not hang up is disconnected', async () => {
    const { url } = await testApp()
    for (const bytes of [
      'hello\r\n\r\n',
      'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
      upgrade('Upgrade: websocket', version),
    ]) {
      const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
      socket
        .on('error', () => {})
        .resume()
        .write(bytes)
      await once(socket, 'end')
      // Writing to a connection that the other end has destroyed fails.
      const probe = setInterval(() => socket.write('x'), 50)
      await new Promise((resolve) => socket.once('close', resolve))
      clearInterval(probe)
      expect(socket.destroyed).toBe(true)
    }
  })

  test('the id of a well-formed request is kept, and is in the log', async () => {
    const { lines, logStream } = captureLog()
    const { url } = await serveDuringTest({ LOG_LEVEL: 'info' }, { logStream })
    const id = 'X-Request-Id: my-trace.7'
    for (const bytes of [
      head('GET /health HTTP/1.1', 'Expect: tea', id),
      head('GET /%zz HTTP/1.1', id),
      `CONNECT x:443 HTTP/1.1\r\nHost: x\r\n${id}\r\n\r\n`,
      upgrade('Upgrade: websocket', version, id),
    ]) {
      lines.length = 0
      expect(parseRaw(await sendRaw(url, bytes)).headers['x-request-id']).toBe('my-trace.7')
      expect(lines.join('')).toContain('my-trace.7')
    }
  })
})

describe('upgrades', () => {
  test('the handshake of a WebSocket has a request id and the security headers', async () => {
    const { url } = await testApp()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(upgrade('Upgrade: websocket', version, key))
    const [received] = await once(socket, 'data')
    socket.destroy()
    const { status, headers } = parseRaw(String(received))
    expect(status).toBe(101)
    expectHeaders(headers)
  })

  test('an upgrade to HTTP/2 is ignored, and the connection serves on', async () => {
    const { url } = await testApp()
    const h2c = [
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
    ]
    const body = JSON.stringify({ email: 'no', password: 'no', name: '' })
    const post = [
      'POST /api/v1/auth/register HTTP/1.1',
      'Host: x',
      json,
      `Content-Length: ${body.length}`,
      ...h2c,
    ]
    const get = ['GET /health HTTP/1.1', 'Host: x', ...h2c]
    const last = head('GET /health/ready HTTP/1.1')
    const sent = `${post.join('\r\n')}\r\n\r\n${body}${get.join('\r\n')}\r\n\r\n${last}`
    const answers = (await sendRaw(url, sent)).split(/(?=HTTP\/1\.1 )/)
    expect(answers.map((answer) => parseRaw(answer).status)).toEqual([422, 200, 200])
  })
})
