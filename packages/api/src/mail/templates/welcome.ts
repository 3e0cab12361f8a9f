import { compose } from '../letter.ts'
import type { Mail } from '../mailer.ts'

/** To a new account: who it is for, and the link that shows that the address is theirs. */
export function welcome({ name, url }: { name: string; url: string }): Mail {
  return compose({
    subject: 'Welcome to Tandem',
    preview: 'Confirm that this address is yours.',
    name,
    paragraphs: ['Welcome to Tandem. Please confirm that this address is yours.'],
    action: { label: 'Confirm the address', url },
    notes: [
      'The link works for 24 hours. After that, ask for another one.',
      'If you did not create this account, ignore this mail, and the address will not be confirmed.',
    ],
  })
}
