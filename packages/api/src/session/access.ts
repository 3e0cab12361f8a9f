import type { Access } from '../testing/access.ts'
import type { sessionRouter } from './router.ts'

export const access = {
  class: 'session',
  sample: async ({ trpc }) => {
    const [current] = await trpc.session.list.query()
    if (!current) throw new Error('the caller has no session')
    return { id: current.id }
  },
  calls: {
    list: {},
    revoke: {},
    revokeAll: {},
  },
  more: {
    revokeAll: [{ all: true }],
  },
} satisfies Access<typeof sessionRouter, 'id'>
