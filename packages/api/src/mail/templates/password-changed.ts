import { compose } from '../letter.ts'
import type { Mail } from '../mailer.ts'

/** `url` is where a new password can be asked for. */
export function passwordChanged({ name, url }: { name: string; url: string }): Mail {
  return compose({
    subject: 'Your password was changed',
    preview: 'Every session has ended.',
    name,
    paragraphs: ['The password of your Tandem account was changed, and every session has ended.'],
    notes: [
      `If it was not you, ask for a new password at ${url} at once, and look through your API keys and the address of your calendar, which stay as they are.`,
    ],
  })
}
