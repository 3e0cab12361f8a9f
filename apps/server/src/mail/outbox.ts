import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Mailer } from '@tandem/api'
import { messageId, type Sender, toMessage } from './message.ts'
import type { MailLog } from './smtp.ts'

interface OutboxOptions {
  folder: string
  from: Sender
  log: MailLog
}

/**
 * Keeps each mail as a file that mail programs open, named by its Message-ID. For servers without SMTP: whoever runs one can
 * pass a link on. The files hold links that let people in, so only their owner may read them.
 */
export function createOutbox({ folder, from, log }: OutboxOptions): Mailer {
  return {
    async send(to, mail, { id }) {
      const name = `${messageId(id, from)}.eml`
      const { createTransport } = await import('nodemailer')
      const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
      const { message } = await transport.sendMail(toMessage(to, mail, id, from))
      if (!Buffer.isBuffer(message)) throw new Error('the transport has no buffer')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeWhole(path.join(folder, name), message)
      log.info({ file: name }, 'mail written to the outbox')
    },
  }
}

/** A reader sees all of the file or none of it. The same mail written again replaces it. */
async function writeWhole(file: string, content: Buffer): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.part`
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx', flush: true })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
