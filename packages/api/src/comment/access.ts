import { access as taskAccess } from '../task/access.ts'
import type { Access } from '../testing/access.ts'
import type { commentRouter } from './router.ts'

export const access = {
  class: 'owner',
  sample: async (caller) => {
    const { id: taskId } = await taskAccess.sample(caller)
    const { id } = await caller.trpc.comment.create.mutate({ taskId, body: 'first' })
    return { taskId, id }
  },
  calls: {
    list: {},
    get: {},
    create: { body: 'second' },
    replace: { body: 'third' },
    update: { body: 'fourth' },
    delete: {},
  },
  more: {
    list: [
      { limit: 1, sort: '-updatedAt,createdAt' },
      { limit: 0, sort: 'x', page: 1 },
      { cursor: 'forged' },
      { offset: 1 },
    ],
    get: [{ fields: 'id' }],
    create: [{ body: 'fifth' }, { body: '', owner: 'x' }, {}],
    replace: [{ body: 'third', ifVersion: 7 }, {}],
    update: [{}, { body: '', version: 2 }],
    delete: [{ ifVersion: 2 }],
  },
} satisfies Access<typeof commentRouter, 'taskId' | 'id'>
