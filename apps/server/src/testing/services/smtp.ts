import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** A mail as the server got it. */
export interface Received {
  mail: ParsedMail
  raw: string
  /** The addresses of the envelope, to which it is delivered. */
  recipients: string[]
}

/** What the server does with a mail: nothing at all, or an answer of SMTP, or the end of the connection. */
export type Treatment = 'accept' | 'stall' | 'drop' | 'lose answer' | { refuse: number }

/** A mail server on loopback, closed when the test ends. */
export async function smtpServer(port = 0) {
  const received: Received[] = []
  let treatment: Treatment = 'accept'
  /** Ends one connection alone: other mails may be on their way. */
  const disconnect = (id: string) => [...server.connections].find((one) => one.id === id)?.close()
  const server: SMTPServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo(_address, _session, callback) {
      callback(typeof treatment === 'object' ? refusalOf(treatment.refuse) : null)
    },
    onData(stream, session, callback) {
      const now = treatment
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        if (now === 'stall') return
        const raw = Buffer.concat(chunks).toString('utf8')
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        if (now !== 'drop') received.push({ mail: await simpleParser(raw), raw, recipients })
        if (now === 'accept') callback()
        else disconnect(session.id)
      })
    },
  })
  // A client that leaves in the middle is what some tests are about.
  server.on('error', () => {})
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const close = () => new Promise<void>((resolve) => server.close(resolve))
  onTestFinished(close)
  const { port: listening } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${listening}`,
    port: listening,
    received,
    close,
    treat: (next: Treatment) => {
      treatment = next
    },
  }
}

function refusalOf(responseCode: number): Error {
  return Object.assign(new Error('no, <somebody@example.com>'), { responseCode })
}
