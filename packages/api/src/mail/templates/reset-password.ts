import { compose } from '../letter.ts'
import type { Mail } from '../mailer.ts'

export function resetPassword({ name, url }: { name: string; url: string }): Mail {
  return compose({
    subject: 'Reset your password',
    preview: 'Choose a new password for your account.',
    name,
    paragraphs: [
      'Somebody asked to reset the password of your Tandem account. If it was you, choose a new one.',
    ],
    action: { label: 'Choose a new password', url },
    notes: [
      'The link works once, for an hour. Every session ends when the password is changed.',
      'If you did not ask for this, ignore this mail: your password stays as it is.',
    ],
  })
}
