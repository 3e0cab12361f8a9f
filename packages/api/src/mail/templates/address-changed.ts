import { compose } from '../letter.ts'
import type { Mail } from '../mailer.ts'

/** To the address that an account no longer has. The new one is not named: this mailbox may have another reader by now. */
export function addressChanged({ name }: { name: string }): Mail {
  return compose({
    subject: 'The e-mail address of your account was changed',
    preview: 'You now sign in with another address.',
    name,
    paragraphs: [
      'The e-mail address of your Tandem account was changed, using its password and a link sent to the new address. ' +
        'This address no longer belongs to the account.',
    ],
    notes: ['If it was not you, tell whoever runs this server at once: someone knows your password.'],
  })
}
