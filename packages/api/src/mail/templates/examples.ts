import type { Mail } from '../mailer.ts'
import { addressChanged } from './address-changed.ts'
import { passwordChanged } from './password-changed.ts'
import { reminder } from './reminder.ts'
import { resetPassword } from './reset-password.ts'
import { verifyAddress } from './verify-address.ts'
import { welcome } from './welcome.ts'

/** Every mail, by the name of its preview. A new template adds its line; a test looks for it. */
export const examples: Record<string, (name: string, appUrl: string) => Mail> = {
  welcome: (name, appUrl) => welcome({ name, url: `${appUrl}/verify-email#token=${TOKEN}` }),
  'verify-address': (name, appUrl) =>
    verifyAddress({ name, url: `${appUrl}/verify-email#token=${TOKEN}`, isNew: false }),
  'verify-address-new': (name, appUrl) =>
    verifyAddress({ name, url: `${appUrl}/verify-email#token=${TOKEN}`, isNew: true }),
  'address-changed': (name) => addressChanged({ name }),
  'reset-password': (name, appUrl) => resetPassword({ name, url: `${appUrl}/reset-password#token=${TOKEN}` }),
  'password-changed': (name, appUrl) => passwordChanged({ name, url: appUrl }),
  reminder: (name, appUrl) =>
    reminder({
      name,
      // A title may hold what a name does.
      title: `Call ${name} back`,
      dueAt: new Date('2026-06-15T12:00:00Z'),
      dueOn: null,
      timeZone: 'UTC',
      url: `${appUrl}/?task=01980000-0000-7000-8000-000000000000`,
      isVerified: true,
    }),
}

/** As long as a real one. */
const TOKEN = 'this-is-an-example-of-a-token-and-opens-nothing'.slice(0, 43)
