import type { Access } from '../testing/access.ts'
import type { apiKeyRouter } from './router.ts'

export const access = {
  class: 'session',
  sample: async ({ trpc }) => {
    const { id } = await trpc.apiKey.create.mutate({ name: 'sample', scopes: ['tasks:read'] })
    return { id }
  },
  calls: {
    list: {},
    create: { name: ' k ', scopes: ['tasks:read'], expiresAt: '2100-01-01T00:00:00Z' },
    revoke: {},
  },
  more: {
    create: [
      { name: 'k', scopes: ['tasks:read'], expiresAt: '2020-01-01T00:00:00Z' },
      { name: '', scopes: [], expiresAt: 'tomorrow', role: 'admin' },
      { name: 'k', scopes: ['tasks:read', 'tasks:read'] },
      { name: 'k', scopes: ['tasks:everything'] },
    ],
  },
} satisfies Access<typeof apiKeyRouter, 'id'>
