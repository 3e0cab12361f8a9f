import { uuidv7 } from 'uuidv7'
import type { Access } from '../testing/access.ts'
import type { projectRouter } from './router.ts'

export const access = {
  class: 'owner',
  sample: async ({ trpc }) => {
    const { id } = await trpc.project.create.mutate({ name: uuidv7() })
    return { id }
  },
  calls: {
    list: {},
    get: {},
    create: () => ({ name: uuidv7() }),
    replace: () => ({ name: uuidv7() }),
    update: () => ({ name: uuidv7() }),
    delete: {},
    archive: {},
  },
  varies: ['name'],
  more: {
    list: [
      { limit: 1, sort: '-name,createdAt', archived: [true] },
      { limit: 0, sort: 'x', archived: '?', page: 1 },
      { cursor: 'forged' },
      { offset: 1 },
    ],
    get: [{ fields: 'id' }],
    create: [
      () => ({ name: uuidv7(), description: 'fifth', color: 'green', archived: true }),
      { name: '', description: '\0', color: '?', archived: '?', owner: 'x' },
      {},
    ],
    replace: [() => ({ name: uuidv7(), ifVersion: 7 }), {}],
    update: [{}, { name: '', description: '\0', color: '?', archived: '?', version: 2 }],
    delete: [{ ifVersion: 2 }],
    archive: [{ ifVersion: 2 }],
  },
} satisfies Access<typeof projectRouter, 'id'>
