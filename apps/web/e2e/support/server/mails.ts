import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { inject, vi } from 'vitest'

interface Mail {
  subject: string
  /** Where the link in it leads, without the origin. */
  link: string
}

/** Reads the mails that a server without SMTP keeps in `DATA_DIR/outbox`. */
export function outboxOf(dataDir = inject('dataDir')) {
  const folder = path.join(dataDir, 'outbox')

  async function mailsTo(address: string): Promise<Mail[]> {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'))
    const files = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))
    return files.filter((file) => header(file, 'To').includes(address)).map(toMail)
  }

  return {
    mailsTo,
    /** The links of an address's mails with a subject, once there are so many. They have no order. */
    linksTo: (address: string, subject: string, count = 1): Promise<string[]> =>
      vi.waitFor(
        async () => {
          const found = (await mailsTo(address)).filter((mail) => mail.subject === subject)
          if (found.length !== count) throw new Error(`${found.length} mails to ${address} are “${subject}”`)
          return found.map(({ link }) => link)
        },
        { timeout: 20_000, interval: 50 },
      ),
  }
}

export type Outbox = ReturnType<typeof outboxOf>

function toMail(file: string): Mail {
  const link = /https?:\/\/[^/\s]+(\/[\w/-]+#token=[\w-]+)/.exec(unquoted(file))?.[1] ?? ''
  return { subject: header(file, 'Subject'), link }
}

function header(file: string, name: string): string {
  const unfolded = file.replace(/\r\n[ \t]+/g, ' ')
  return new RegExp(`^${name}: (.*?)\\r$`, 'm').exec(unfolded)?.[1] ?? ''
}

/** Text without the quoted-printable encoding that mails are sent in. */
const unquoted = (text: string) =>
  text
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
