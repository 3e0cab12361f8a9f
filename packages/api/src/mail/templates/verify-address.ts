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
        ? 'This address was given as the new one of a Tandem account. It counts once you confirm it.'
        : 'Please confirm that this address, which a Tandem account has, is yours.',
    ],
    action: { label: 'Confirm the address', url },
    notes: [
      'The link works for 24 hours, and until another address is given.',
      'If you did not ask for this, ignore this mail: nothing changes without it.',
    ],
  })
}
