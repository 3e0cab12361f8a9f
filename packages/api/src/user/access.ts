import type { Access } from '../testing/access.ts'
import type { userRouter } from './router.ts'

export const access = {
  class: 'session',
  calls: {
    me: {},
    update: { name: ' Bo ' },
    delete: {},
    changePassword: { currentPassword: 'x', newPassword: 'correct horse battery' },
    export: {},
  },
  more: {
    update: [
      {},
      { timeZone: 'Pacific/Auckland' },
      { name: '', email: 'x', role: 'admin', timeZone: 'Mars/Olympus' },
    ],
    delete: [{ really: true }],
    changePassword: [
      { currentPassword: 'x', newPassword: 'password1' },
      { newPassword: 'short', force: true },
    ],
  },
} satisfies Access<typeof userRouter>
