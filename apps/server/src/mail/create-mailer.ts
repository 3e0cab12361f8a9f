import path from 'node:path'
import type { Mailer } from '@tandem/api'
import type { Env } from '../env.ts'
import { createOutbox } from './outbox.ts'
import { createSmtpMailer, type MailLog } from './smtp.ts'

/** The mailer that the environment names: `SMTP_URL`, or else the outbox in `DATA_DIR`. */
export function createMailer(
  { SMTP_URL, DATA_DIR, MAIL_FROM }: Pick<Env, 'SMTP_URL' | 'DATA_DIR' | 'MAIL_FROM'>,
  log: MailLog,
): Mailer {
  if (SMTP_URL !== undefined) return createSmtpMailer({ url: SMTP_URL, from: MAIL_FROM, log })
  const folder = path.resolve(DATA_DIR, 'outbox')
  log.info({ folder }, 'SMTP_URL is not set: mail is written to files in the outbox')
  return createOutbox({ folder, from: MAIL_FROM, log })
}
