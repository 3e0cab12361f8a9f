import { describe, expect, test } from 'vitest'
import { freePort } from '../testing/free-port.ts'
import { type Received, smtpServer } from '../testing/services/smtp.ts'
import { createSmtpMailer } from './smtp.ts'

const from = { name: 'Our Tasks', address: 'tasks@example.com' }
const mail = { subject: 'Hello', text: 'One line\n.\nSnow ☃\n', html: '<p>Snow ☃</p>' }
/** Far longer than an answer takes on a busy machine. */
const limits = { connectMs: 60_000, idleMs: 60_000, totalMs: 60_000 }

function mailerAt(url: string, more: Partial<typeof limits> = {}) {
  const lines: string[] = []
  const log = {
    info: (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`),
  }
  const mailer = createSmtpMailer({ url, from, log, limits: { ...limits, ...more } })
  const send = (to = 'ada@example.org', id = 'job-1', signal = new AbortController().signal) =>
    mailer.send(to, mail, { id, signal })
  return { send, lines }
}

const only = ([first, ...rest]: Received[]): Received => {
  if (!first || rest.length > 0) throw new Error('expected one mail')
  return first
}

test('a mail arrives in both forms, from the sender, with the Message-ID of its job', async () => {
  const server = await smtpServer()
  const { send, lines } = mailerAt(server.url)
  await send()
  const { mail: got, recipients, raw } = only(server.received)
  expect(recipients).toEqual(['ada@example.org'])
  expect(got.from?.value).toEqual([{ name: 'Our Tasks', address: 'tasks@example.com' }])
  expect(got.messageId).toBe('<job-1@example.com>')
  expect([got.subject, got.text, got.html]).toEqual(['Hello', mail.text, expect.stringContaining(mail.html)])
  expect(raw).toMatch(/^auto-submitted: auto-generated\r$/im)
  expect(lines).toEqual(['mail sent {"messageId":"<job-1@example.com>"}'])
})

test.each([
  'x@example.org\r\nBcc: eve@example.net',
  'x@example.org>, <eve@example.net',
  'x@example.org, eve@example.net',
  'x@example.org\nSubject: other',
])('the address %j adds no header and no recipient', async (to) => {
  const server = await smtpServer()
  await mailerAt(server.url)
    .send(to)
    .catch(() => {})
  for (const { mail: got, recipients } of server.received) {
    expect(recipients).toHaveLength(1)
    expect(recipients).not.toContain('eve@example.net')
    expect([got.bcc, got.cc, got.subject]).toEqual([undefined, undefined, 'Hello'])
  }
})

test.each(["o'brien+tag@example.org", 'a.{b}~c@example.org', '`id`@localhost', 'ada@xn--e1afmkfd.xn--p1ai'])(
  'an address that a form accepts is written as it is: %s',
  async (to) => {
    const server = await smtpServer()
    await mailerAt(server.url).send(to)
    const { raw, recipients } = only(server.received)
    expect(raw).toContain(`\r\nTo: ${to}\r\n`)
    // The server shows international domains in Unicode.
    expect(recipients).toEqual([to.replace('xn--e1afmkfd.xn--p1ai', 'пример.рф')])
  },
)

describe('rejects, so that the mail is sent again,', () => {
  test.each([450, 550])('when the server refuses with %i, and names no recipient', async (code) => {
    const server = await smtpServer()
    server.treat({ refuse: code })
    const { send, lines } = mailerAt(server.url)
    const error = await send('somebody@example.com').catch((reason) => reason)
    expect(error).toMatchObject({ name: 'SmtpError', message: expect.stringContaining(String(code)) })
    expect(`${error.stack} ${lines}`).not.toContain('somebody@')
    expect(server.received).toEqual([])
    server.treat('accept')
    await send()
    expect(server.received).toHaveLength(1)
  })

  test('when the server says nothing any more', async () => {
    const server = await smtpServer()
    server.treat('stall')
    await expect(mailerAt(server.url, { idleMs: 300 }).send()).rejects.toThrow(/ETIMEDOUT/)
  })

  test('when it takes longer in all than it may', async () => {
    const server = await smtpServer()
    server.treat('stall')
    await expect(mailerAt(server.url, { totalMs: 300 }).send()).rejects.toThrow(/abort/i)
  })

  test('when the job is to end', async () => {
    const server = await smtpServer()
    server.treat('stall')
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    const sending = mailerAt(server.url).send('ada@example.org', 'job-1', stop.signal)
    await expect(sending).rejects.toThrow(/abort/i)
  })

  test('when the connection is dropped', async () => {
    const server = await smtpServer()
    server.treat('drop')
    await expect(mailerAt(server.url).send()).rejects.toThrow()
    expect(server.received).toEqual([])
  })

  test('when nobody listens, and it arrives once the server is back', async () => {
    const server = await smtpServer(await freePort())
    const { send } = mailerAt(server.url)
    await server.close()
    await expect(send()).rejects.toThrow(/ECONNREFUSED/)
    const back = await smtpServer(server.port)
    await send()
    expect(back.received).toHaveLength(1)
  })

  test('when the answer is lost: the second copy has the same Message-ID', async () => {
    const server = await smtpServer()
    server.treat('lose answer')
    const { send } = mailerAt(server.url)
    await expect(send()).rejects.toThrow()
    server.treat('accept')
    await send()
    expect(server.received.map(({ mail: got }) => got.messageId)).toEqual([
      '<job-1@example.com>',
      '<job-1@example.com>',
    ])
  })
})
