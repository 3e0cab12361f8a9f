import type { Mailer } from '@tandem/api'
import { type Sender, toMessage } from './message.ts'

/** How long each step of SMTP may take. RFC 5321 allows minutes, in which a job would hold others up. */
interface Limits {
  /** Until the connection is there, and the server has greeted. */
  connectMs: number
  /** Without a byte from the server. */
  idleMs: number
  /** For all of it, however busy the server looks. */
  totalMs: number
}

const LIMITS: Limits = { connectMs: 10_000, idleMs: 20_000, totalMs: 60_000 }

interface SmtpOptions {
  /** As nodemailer reads it: `smtp://user:password@host:587?requireTLS=true`. */
  url: string
  from: Sender
  log: MailLog
  limits?: Limits
}

export interface MailLog {
  info(fields: object, message: string): void
}

/** Says which step the server refused. The recipient is left out, because logs contain the message. */
class SmtpError extends Error {
  override readonly name = 'SmtpError'
}

/** Sends each mail over a connection of its own: a connection kept open would have gone when the next mail comes. */
export function createSmtpMailer({ url, from, log, limits = LIMITS }: SmtpOptions): Mailer {
  const options = {
    url,
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    dnsTimeout: limits.connectMs,
    socketTimeout: limits.idleMs,
  }
  return {
    async send(to, mail, { id, signal }) {
      const within = AbortSignal.any([signal, AbortSignal.timeout(limits.totalMs)])
      const { createTransport } = await import('nodemailer')
      try {
        const sent = await createTransport(options).sendMail({
          ...toMessage(to, mail, id, from),
          signal: within,
        })
        log.info({ messageId: sent.messageId }, 'mail sent')
      } catch (error) {
        throw toSmtpError(error, to)
      }
    },
  }
}

function toSmtpError(error: unknown, to: string): SmtpError {
  const { code, command, message } = error instanceof Error ? (error as Failure) : { message: String(error) }
  const where = [code, command].filter((part) => part !== undefined).join(' ')
  return new SmtpError(`${where || 'failed'}: ${message.replaceAll(to, '(recipient)')}`)
}

/** What nodemailer adds to its errors. */
interface Failure extends Error {
  code?: string
  command?: string
}
