import type { Access } from '../testing/access.ts'
import type { adminRouter } from './router.ts'

export const access = {
  class: 'admin',
  sample: async ({ id }) => ({ userId: id }),
  calls: {
    listUsers: { q: 'no such user' },
    getUser: {},
    changeUser: { role: 'admin' },
    deleteUser: {},
  },
  more: {
    listUsers: [{ limit: 0, offset: -1, role: 'root', isActive: 'perhaps', page: 1 }],
    changeUser: [{ role: 'root', isActive: 'no', name: 'x' }],
  },
} satisfies Access<typeof adminRouter, 'userId'>
