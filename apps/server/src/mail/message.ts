import type { Mail } from '@tandem/api'
import type { SendMailOptions } from 'nodemailer'

/** Who mails come from. */
export interface Sender {
  name: string
  address: string
}

/** The Message-ID of the mail with this id, without its brackets. The domain is that of the sender, as others expect. */
export function messageId(id: string, { address }: Sender): string {
  return `${id}@${address.slice(address.lastIndexOf('@') + 1)}`
}

/** ASCII in lines that SMTP carries. */
const READABLE = /^(?:[\t -~]{0,998}\n)*[\t -~]{0,998}$/

/** A part as it is. Nodemailer would write it in quoted-printable, which cuts links in two, and files of the outbox are also read by eye. */
function asIs(text: string): SendMailOptions['text'] {
  if (!READABLE.test(text)) return text
  const head = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit'
  return { raw: `${head}\r\n\r\n${text.replaceAll('\n', '\r\n')}` }
}

/** The mail for nodemailer. Addresses are given apart from names, so that no character of theirs has a meaning. */
export function toMessage(
  to: string,
  { subject, text, html }: Mail,
  id: string,
  from: Sender,
): SendMailOptions {
  return {
    from,
    to: { name: '', address: to },
    messageId: `<${messageId(id, from)}>`,
    subject,
    text: asIs(text),
    html,
    // RFC 3834: nobody's autoresponder should answer.
    headers: { 'auto-submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
