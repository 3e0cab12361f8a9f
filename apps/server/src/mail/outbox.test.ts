import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { simpleParser } from 'mailparser'
import { expect, onTestFinished, test } from 'vitest'
import { parseEnv } from '../env.ts'
import { createMailer } from './create-mailer.ts'

const mail = { subject: 'Hello', text: 'Snow ☃\n', html: '<p>Snow ☃</p>' }
const { signal } = new AbortController()

async function outbox() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-outbox-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  const lines: string[] = []
  const log = {
    info: (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`),
  }
  const mailer = createMailer(parseEnv({ DATA_DIR: dataDir, MAIL_FROM: 'Tasks <tasks@example.com>' }), log)
  return { mailer, lines, folder: path.join(dataDir, 'outbox') }
}

test('without SMTP_URL a mail is a file named by its Message-ID, for its owner only', async () => {
  const { mailer, lines, folder } = await outbox()
  await mailer.send('ada@example.org', mail, { id: 'job-1', signal })
  expect(await readdir(folder)).toEqual(['job-1@example.com.eml'])
  const file = path.join(folder, 'job-1@example.com.eml')
  expect([(await stat(file)).mode & 0o777, (await stat(folder)).mode & 0o777]).toEqual([0o600, 0o700])
  const got = await simpleParser(await readFile(file))
  expect(got).toMatchObject({ messageId: '<job-1@example.com>', subject: 'Hello', text: mail.text })
  expect(got.html).toContain(mail.html)
  expect([got.to].flat()[0]?.value).toEqual([{ name: '', address: 'ada@example.org' }])
  expect(lines).toEqual([
    `SMTP_URL is not set: mail is written to files in the outbox ${JSON.stringify({ folder })}`,
    'mail written to the outbox {"file":"job-1@example.com.eml"}',
  ])
})

test('a link can be read in the file, and copied from there', async () => {
  const { mailer, folder } = await outbox()
  const url = `https://tasks.example.com/verify-email#token=${'x'.repeat(90)}`
  const text = `Confirm the address:\n${url}\n\n-- \nTandem\n`
  await mailer.send('ada@example.org', { ...mail, text }, { id: 'job-1', signal })
  const source = await readFile(path.join(folder, 'job-1@example.com.eml'), 'utf8')
  expect(source).toContain(`\r\n${url}\r\n`)
  expect((await simpleParser(source)).text).toBe(text)
})

test('a mail that is sent again replaces its file, also at the same time', async () => {
  const { mailer, folder } = await outbox()
  const send = (text: string) => mailer.send('ada@example.org', { ...mail, text }, { id: 'job-1', signal })
  await Promise.all(Array.from({ length: 8 }, () => send('first')))
  await send('last')
  expect(await readdir(folder)).toEqual(['job-1@example.com.eml'])
  expect((await simpleParser(await readFile(path.join(folder, 'job-1@example.com.eml')))).text).toBe('last')
})

test('an outbox that cannot be written rejects, and leaves nothing', async () => {
  const { mailer, folder } = await outbox()
  await mailer.send('ada@example.org', mail, { id: 'job-1', signal })
  await expect(mailer.send('ada@example.org', mail, { id: 'no/such/folder', signal })).rejects.toThrow(
    /ENOENT/,
  )
  expect(await readdir(folder)).toEqual(['job-1@example.com.eml'])
})
