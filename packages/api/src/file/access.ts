import { access as taskAccess } from '../task/access.ts'
import type { Access } from '../testing/access.ts'
import type { fileRouter } from './router.ts'

const text = (name: string, content = 'text') => new File([content], name)

export const access = {
  class: 'owner',
  sample: async (caller) => {
    const { id: taskId } = await taskAccess.sample(caller)
    const form = new FormData()
    form.append('taskId', taskId)
    form.append('file', text('first.txt'))
    const { id } = await caller.trpc.file.upload.mutate(form)
    return { taskId, id }
  },
  calls: {
    list: {},
    get: {},
    limits: {},
    upload: { file: text('second.txt') },
    delete: {},
  },
  more: {
    list: [{ limit: 1 }, { cursor: 'x' }],
    upload: [
      { file: text('Grüße 🦊.txt') },
      { file: text('../escape.txt') },
      { file: text('page.txt', '<!doctype html>') },
      { file: text('x'.repeat(256)), owner: 'x' },
      { file: 'text' },
      {},
    ],
  },
} satisfies Access<typeof fileRouter, 'taskId' | 'id'>
