import { compose } from '../letter.ts'
import type { Mail } from '../mailer.ts'

/** Asks to confirm the address of an account. `isNew`: it will replace the one before. */
export function verifyAddress({ name, url, isNew }: { name: string; url: string; isNew: boolean }): Mail {
  return compose({
    subject: isNew ? 'Confirm your new e-mail address' : 'Confirm your e-mail address',
    preview: 'Confirm that this address is yours.',
    name,
    paragraphs: [
      isNew
        ? 'This address was entered as the new one of a Tandem account. It takes effect once you confirm it.'
        : 'Please confirm that this address of a Tandem account is yours.',
    ],
    action: { label: 'Confirm the address', url },
    notes: [
      'The link works for 24 hours, or until another address is entered.',
      'If you did not ask for this, ignore this mail, and nothing will change.',
    ],
  })
}
