import { uuidv7 } from 'uuidv7'
import type { Access } from '../testing/access.ts'
import type { authRouter } from './router.ts'

const PASSWORD = 'correct horse battery'
const newEmail = () => `${uuidv7()}@example.com`

export const access = {
  class: 'public',
  except: { logout: 'session', resendVerification: 'session' },
  calls: {
    register: () => ({ email: newEmail(), name: ' Bo ', password: PASSWORD }),
    token: { grant_type: 'password', username: 'nobody@example.com', password: 'x' },
    logout: {},
    verifyEmail: { token: 'x' },
    resendVerification: {},
    forgotPassword: { email: 'nobody@example.com' },
    resetPassword: { token: 'x', password: PASSWORD },
  },
  more: {
    register: [
      () => ({ email: newEmail(), name: 'Bo', password: PASSWORD, timeZone: 'Asia/Kathmandu' }),
      { email: 'nonsense', name: '', password: 'short', role: 'admin', timeZone: 5 },
      () => ({ email: newEmail(), name: 'Bo', password: 'password1' }),
      {},
    ],
    token: [
      { grant_type: 'refresh_token', refresh_token: 'x' },
      { grant_type: 'magic' },
      { grant_type: 'password', extra: 1 },
      {},
    ],
    logout: [{ everywhere: true }],
    verifyEmail: [{ token: 1 }, { token: '', email: 'x' }],
    resendVerification: [{ email: 'nobody@example.com' }, { email: 'x', userId: 'x' }],
    forgotPassword: [{ email: 'x' }, { email: newEmail(), url: 'https://evil.example' }],
    resetPassword: [
      { token: 'x', password: 'password1' },
      { token: 'x', password: 'short' },
      { password: PASSWORD, email: 'x' },
    ],
  },
} satisfies Access<typeof authRouter>
