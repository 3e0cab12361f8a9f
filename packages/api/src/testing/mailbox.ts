import type { Mail, Mailer } from '../mail/mailer.ts'

/** A mail, to whom it went, and the id of its job. */
export interface Sent extends Mail {
  to: string
  id: string
}

/** A mailer that keeps what it is given, and fails while `fails` is set. */
export function createMailbox() {
  const sent: Sent[] = []
  const mailbox = {
    fails: false,
    /** The mails to an address, the first first. */
    to: (address: string) => sent.filter(({ to }) => to === address),
    mailer: {
      async send(to, mail, { id }) {
        if (mailbox.fails) throw new Error('the mail server is away')
        sent.push({ ...mail, to, id })
      },
    } satisfies Mailer,
  }
  return mailbox
}

/** The token of the link in a mail. */
export function tokenIn({ text }: Pick<Mail, 'text'>): string {
  const [, token] = /#token=([\w-]{43})\n/.exec(text) ?? []
  if (token === undefined) throw new Error(`no link in: ${text}`)
  return token
}
