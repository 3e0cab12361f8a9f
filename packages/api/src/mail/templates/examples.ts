import type { Mail } from '../mailer.ts'
import { addressChanged } from './address-changed.ts'
import { passwordChanged } from './password-changed.ts'
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
}

/** As long as a real one. */
const TOKEN = 'this-is-an-example-of-a-token-and-opens-nothing'.slice(0, 43)
